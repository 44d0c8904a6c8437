CREATE TABLE `asks` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`enquiry_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`by_id` text NOT NULL,
	`state` text NOT NULL,
	`asked_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`note` text,
	`thanked_at` integer
);
--> statement-breakpoint
CREATE INDEX `asks_enquiry` ON `asks` (`workspace_id`,`enquiry_id`);--> statement-breakpoint
CREATE INDEX `asks_asked` ON `asks` (`workspace_id`,`asked_at`);--> statement-breakpoint
CREATE TABLE `followers` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`what` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `followers_enquiry` ON `followers` (`workspace_id`,`enquiry_id`,`staff_id`,`what`);--> statement-breakpoint
CREATE TABLE `practices` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`staff_id` text NOT NULL,
	`script` text NOT NULL,
	`step` integer NOT NULL,
	`state` text NOT NULL,
	`course` text NOT NULL,
	`started_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `practices_staff` ON `practices` (`workspace_id`,`staff_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `reminders` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`due_at` integer NOT NULL,
	`words` text NOT NULL,
	`done_at` integer
);
--> statement-breakpoint
CREATE INDEX `reminders_due` ON `reminders` (`workspace_id`,`due_at`);--> statement-breakpoint
CREATE INDEX `reminders_enquiry` ON `reminders` (`workspace_id`,`enquiry_id`);--> statement-breakpoint
CREATE TABLE `saved_edits` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`saved_id` text NOT NULL,
	`fingerprint` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `saved_edits_saved` ON `saved_edits` (`workspace_id`,`saved_id`,`fingerprint`);--> statement-breakpoint
CREATE TABLE `saved_files` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`saved_id` text NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`content` blob NOT NULL
);
--> statement-breakpoint
CREATE INDEX `saved_files_saved` ON `saved_files` (`workspace_id`,`saved_id`);--> statement-breakpoint
CREATE TABLE `saved_replies` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`title` text NOT NULL,
	`text` text NOT NULL,
	`formatted` text,
	`room_id` text,
	`owner_id` text,
	`review_at` integer,
	`retired_at` integer,
	`proposed` text,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `saved_replies_title` ON `saved_replies` (`workspace_id`,`title`);--> statement-breakpoint
CREATE TABLE `shield_marks` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`abuse` integer NOT NULL,
	`score` integer NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `topics` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`topic` text NOT NULL,
	`wanted` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `topics_staff` ON `topics` (`workspace_id`,`staff_id`,`topic`);--> statement-breakpoint
CREATE TABLE `unlike` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`other_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `unlike_enquiry` ON `unlike` (`workspace_id`,`enquiry_id`);--> statement-breakpoint
CREATE TABLE `volunteers` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL,
	`willing` integer NOT NULL,
	`asks_a_day` integer NOT NULL,
	`hours` text
);
--> statement-breakpoint
ALTER TABLE `enquiries` ADD `offered_at` integer;--> statement-breakpoint
ALTER TABLE `enquiries` ADD `resolve_at` integer;--> statement-breakpoint
ALTER TABLE `identities` ADD `paused_until` integer;--> statement-breakpoint
ALTER TABLE `messages` ADD `shield` text;--> statement-breakpoint
ALTER TABLE `staff` ADD `hints_off` text;--> statement-breakpoint
ALTER TABLE `staff` ADD `quiet_until` integer;--> statement-breakpoint
ALTER TABLE `staff` ADD `lesson_offered_at` integer;--> statement-breakpoint
ALTER TABLE `threads` ADD `said_at` integer;