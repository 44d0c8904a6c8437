CREATE TABLE `audit` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`workspace_id` text NOT NULL,
	`at` integer NOT NULL,
	`by_id` text,
	`via` text NOT NULL,
	`act` text NOT NULL,
	`about` text,
	`change` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `audit_at` ON `audit` (`workspace_id`,`at`);