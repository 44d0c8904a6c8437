CREATE TABLE `measures` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`workspace_id` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`n` integer NOT NULL,
	`what` text NOT NULL,
	`at` integer NOT NULL,
	`channel_id` text NOT NULL,
	`reason` text,
	`staff_id` text,
	`calendar_ms` integer,
	`open_ms` integer,
	`previous_at` integer,
	`lasting` integer,
	`came_back` integer,
	`came_back_at` integer,
	`first_contact` integer,
	`asked` integer,
	`score` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `measures_enquiry` ON `measures` (`workspace_id`,`enquiry_id`,`n`);--> statement-breakpoint
CREATE INDEX `measures_at` ON `measures` (`workspace_id`,`at`,`seq`);--> statement-breakpoint
CREATE TABLE `tallies` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`day` text NOT NULL,
	`zone` text NOT NULL,
	`version` integer NOT NULL,
	`content` blob
);
--> statement-breakpoint
CREATE INDEX `tallies_day` ON `tallies` (`workspace_id`,`day`);--> statement-breakpoint
ALTER TABLE `staff` ADD `away_since` integer;--> statement-breakpoint
ALTER TABLE `staff` ADD `away_until` integer;