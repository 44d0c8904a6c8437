CREATE TABLE `budgets` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`used` integer NOT NULL,
	`until` integer NOT NULL,
	`closed_until` integer
);
--> statement-breakpoint
CREATE TABLE `ledger` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`workspace_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`at` integer NOT NULL,
	`step` text NOT NULL,
	`n` integer NOT NULL,
	`cost` integer NOT NULL,
	`reply_id` text
);
--> statement-breakpoint
CREATE INDEX `ledger_channel` ON `ledger` (`workspace_id`,`channel_id`,`at`);