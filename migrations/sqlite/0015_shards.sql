DROP INDEX `jobs_key`;--> statement-breakpoint
CREATE INDEX `jobs_key` ON `jobs` (`workspace_id`,`key`,`seq`);--> statement-breakpoint
CREATE TABLE `__new_lanes` (
	`id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`next_at` integer NOT NULL,
	PRIMARY KEY(`workspace_id`, `id`)
);
--> statement-breakpoint
INSERT INTO `__new_lanes`("id", "workspace_id", "next_at") SELECT "id", coalesce((SELECT "workspace_id" FROM `jobs` WHERE `jobs`.`lane` = `lanes`.`id` LIMIT 1), "workspace_id"), "next_at" FROM `lanes`;--> statement-breakpoint
DROP TABLE `lanes`;--> statement-breakpoint
ALTER TABLE `__new_lanes` RENAME TO `lanes`;