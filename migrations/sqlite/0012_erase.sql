CREATE TABLE `erasures` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`customer_id` text NOT NULL,
	`identities` text NOT NULL,
	`by_id` text,
	`step` text NOT NULL,
	`place` text NOT NULL,
	`marks` text,
	`numbers` text NOT NULL,
	`stays` text NOT NULL,
	`asked_at` integer NOT NULL,
	`done_at` integer
);
--> statement-breakpoint
CREATE INDEX `erasures_customer` ON `erasures` (`workspace_id`,`customer_id`);--> statement-breakpoint
ALTER TABLE `enquiries` ADD `erased_at` integer;