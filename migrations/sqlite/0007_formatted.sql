ALTER TABLE `remarks` ADD `formatted` text;--> statement-breakpoint
ALTER TABLE `remarks` ADD `left_out` text;--> statement-breakpoint
ALTER TABLE `replies` ADD `formatted` text;