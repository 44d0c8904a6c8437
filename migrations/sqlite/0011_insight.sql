CREATE TABLE `article_questions` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`article_id` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `article_questions_article` ON `article_questions` (`workspace_id`,`article_id`);--> statement-breakpoint
CREATE INDEX `article_questions_enquiry` ON `article_questions` (`workspace_id`,`enquiry_id`);--> statement-breakpoint
CREATE TABLE `article_uses` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`article_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`customer_id` text,
	`enquiry_id` text,
	`outcome` text NOT NULL,
	`at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE INDEX `article_uses_at` ON `article_uses` (`workspace_id`,`at`);--> statement-breakpoint
CREATE INDEX `article_uses_enquiry` ON `article_uses` (`workspace_id`,`enquiry_id`);--> statement-breakpoint
CREATE TABLE `articles` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`room_id` text,
	`channel_id` text,
	`owner_id` text,
	`review_at` integer,
	`retired_at` integer,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `articles_retired` ON `articles` (`workspace_id`,`retired_at`);--> statement-breakpoint
CREATE TABLE `reason_lists` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`entries` text NOT NULL,
	`changed_at` integer NOT NULL
);
