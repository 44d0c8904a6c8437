ALTER TABLE `identities` ADD `standing` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `details` text;--> statement-breakpoint
CREATE INDEX `enquiries_channel` ON `enquiries` (`workspace_id`,`channel_id`,`opened_at`);