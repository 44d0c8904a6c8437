ALTER TABLE `replies` ADD `shown_as` text;--> statement-breakpoint
ALTER TABLE `staff` ADD `shown_as` text;--> statement-breakpoint
ALTER TABLE `staff` ADD `name_told_at` integer;