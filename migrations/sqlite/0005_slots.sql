ALTER TABLE `jobs` ADD `slot` text DEFAULT 'rest' NOT NULL;--> statement-breakpoint
CREATE INDEX `jobs_slot` ON `jobs` (`workspace_id`,`state`,`slot`,`run_at`,`seq`);