ALTER TABLE `messages` ADD `subject` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `others` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `written_to` text;--> statement-breakpoint
ALTER TABLE `messages` ADD `forward_of` text;--> statement-breakpoint
CREATE INDEX `messages_raw` ON `messages` (`workspace_id`,`raw_id`);--> statement-breakpoint
ALTER TABLE `remarks` ADD `only_customer` integer;--> statement-breakpoint
ALTER TABLE `replies` ADD `copies` text;