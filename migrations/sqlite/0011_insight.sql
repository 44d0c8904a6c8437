CREATE TABLE `alerts` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`what` text NOT NULL,
	`reason` text,
	`words` text NOT NULL,
	`enquiries` text NOT NULL,
	`usual` integer NOT NULL,
	`since` integer NOT NULL,
	`at` integer NOT NULL,
	`room_id` text NOT NULL,
	`state` text NOT NULL,
	`quiet_until` integer,
	`drawn_at` integer
);
--> statement-breakpoint
CREATE INDEX `alerts_at` ON `alerts` (`workspace_id`,`at`);--> statement-breakpoint
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
CREATE TABLE `gathered` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`gathering_id` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `gathered_gathering` ON `gathered` (`workspace_id`,`gathering_id`);--> statement-breakpoint
CREATE INDEX `gathered_enquiry` ON `gathered` (`workspace_id`,`enquiry_id`);--> statement-breakpoint
CREATE TABLE `gatherings` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`what` text NOT NULL,
	`number` integer NOT NULL,
	`title` text,
	`owner_id` text,
	`next_step` text,
	`state` text NOT NULL,
	`notice` text,
	`sites` text,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`ended_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `gatherings_number` ON `gatherings` (`workspace_id`,`what`,`number`);--> statement-breakpoint
CREATE TABLE `letter_mails` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`letter_id` text NOT NULL,
	`address` text NOT NULL,
	`status` text NOT NULL,
	`words` text,
	`name` text,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `letter_mails_letter` ON `letter_mails` (`workspace_id`,`letter_id`);--> statement-breakpoint
CREATE INDEX `letter_mails_name` ON `letter_mails` (`workspace_id`,`name`);--> statement-breakpoint
CREATE TABLE `letters` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`html` text NOT NULL,
	`picture` blob,
	`due_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `reason_lists` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`entries` text NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `round_customers` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`round_id` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`reply_id` text,
	`why` text,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `round_customers_round` ON `round_customers` (`workspace_id`,`round_id`);--> statement-breakpoint
CREATE TABLE `rounds` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`gathering_id` text NOT NULL,
	`by_id` text NOT NULL,
	`text` text NOT NULL,
	`state` text NOT NULL,
	`people` text NOT NULL,
	`out` text NOT NULL,
	`hold_until` integer,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `rounds_gathering` ON `rounds` (`workspace_id`,`gathering_id`);--> statement-breakpoint
ALTER TABLE `measures` ADD `kept` integer;--> statement-breakpoint
ALTER TABLE `replies` ADD `round_id` text;--> statement-breakpoint
CREATE INDEX `enquiries_opened` ON `enquiries` (`workspace_id`,`opened_at`);--> statement-breakpoint
CREATE INDEX `unlike_other` ON `unlike` (`workspace_id`,`other_id`);