CREATE TABLE `attachments` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`message_id` text NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`type` text NOT NULL,
	`bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`content` blob,
	`withheld` text
);
--> statement-breakpoint
CREATE INDEX `attachments_message` ON `attachments` (`workspace_id`,`message_id`);--> statement-breakpoint
CREATE TABLE `channels` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`room_id` text NOT NULL,
	`settings` text NOT NULL,
	`sealed` text,
	`cursor` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `channels_name` ON `channels` (`workspace_id`,`name`);--> statement-breakpoint
CREATE TABLE `customers` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`name` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `customers_name` ON `customers` (`workspace_id`,`name`);--> statement-breakpoint
CREATE TABLE `enquiries` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`number` integer NOT NULL,
	`version` integer NOT NULL,
	`status` text NOT NULL,
	`owner_id` text,
	`channel_id` text NOT NULL,
	`channel_kind` text NOT NULL,
	`room_id` text NOT NULL,
	`customer_id` text NOT NULL,
	`identity_id` text NOT NULL,
	`visibility` text NOT NULL,
	`subject` text,
	`contact_reason` text,
	`opened_at` integer NOT NULL,
	`customer_messages` integer NOT NULL,
	`last_customer_at` integer NOT NULL,
	`waiting_since` integer,
	`first_response_at` integer,
	`snoozed_until` integer,
	`resolved_at` integer,
	`merged_into` text,
	`linked_to` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enquiries_number` ON `enquiries` (`workspace_id`,`number`);--> statement-breakpoint
CREATE INDEX `enquiries_identity` ON `enquiries` (`workspace_id`,`identity_id`,`channel_id`,`opened_at`);--> statement-breakpoint
CREATE INDEX `enquiries_customer` ON `enquiries` (`workspace_id`,`customer_id`,`opened_at`);--> statement-breakpoint
CREATE INDEX `enquiries_living` ON `enquiries` (`workspace_id`,`opened_at`) WHERE status in ('open', 'waiting', 'snoozed');--> statement-breakpoint
CREATE TABLE `events` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`workspace_id` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`version` integer NOT NULL,
	`type` text NOT NULL,
	`at` integer NOT NULL,
	`data` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_version` ON `events` (`workspace_id`,`enquiry_id`,`version`);--> statement-breakpoint
CREATE TABLE `identities` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`customer_id` text NOT NULL,
	`channel_kind` text NOT NULL,
	`address` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `identities_address` ON `identities` (`workspace_id`,`channel_kind`,`address`);--> statement-breakpoint
CREATE INDEX `identities_customer` ON `identities` (`workspace_id`,`customer_id`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`lane` text,
	`ref` text,
	`payload` text NOT NULL,
	`state` text NOT NULL,
	`run_at` integer NOT NULL,
	`attempts` integer NOT NULL,
	`attempts_max` integer NOT NULL,
	`locked_by` text,
	`locked_until` integer,
	`last_error` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `jobs_id_unique` ON `jobs` (`id`);--> statement-breakpoint
CREATE INDEX `jobs_due` ON `jobs` (`workspace_id`,`state`,`run_at`,`seq`);--> statement-breakpoint
CREATE INDEX `jobs_key` ON `jobs` (`key`,`seq`);--> statement-breakpoint
CREATE INDEX `jobs_ref` ON `jobs` (`workspace_id`,`ref`);--> statement-breakpoint
CREATE TABLE `lanes` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`next_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `leases` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`owner` text NOT NULL,
	`until` integer NOT NULL,
	`term` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`workspace_id` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`direction` text NOT NULL,
	`kind` text NOT NULL,
	`from` text,
	`text` text NOT NULL,
	`folded` text NOT NULL,
	`warnings` text NOT NULL,
	`names` text NOT NULL,
	`raw_id` text,
	`reply_id` text,
	`written_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `messages_id_unique` ON `messages` (`id`);--> statement-breakpoint
CREATE INDEX `messages_enquiry` ON `messages` (`workspace_id`,`enquiry_id`,`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `messages_reply` ON `messages` (`workspace_id`,`reply_id`);--> statement-breakpoint
CREATE TABLE `participants` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`address` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `participants_address` ON `participants` (`workspace_id`,`enquiry_id`,`address`);--> statement-breakpoint
CREATE TABLE `raws` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`external_id` text NOT NULL,
	`content_key` text,
	`type` text NOT NULL,
	`bytes` blob NOT NULL,
	`status` text NOT NULL,
	`received_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `raws_external` ON `raws` (`workspace_id`,`channel_id`,`external_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `raws_content` ON `raws` (`workspace_id`,`content_key`);--> statement-breakpoint
CREATE TABLE `refs` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`kind` text NOT NULL,
	`ref` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`reply_id` text
);
--> statement-breakpoint
CREATE INDEX `refs_ref` ON `refs` (`workspace_id`,`kind`,`ref`);--> statement-breakpoint
CREATE INDEX `refs_enquiry` ON `refs` (`workspace_id`,`enquiry_id`);--> statement-breakpoint
CREATE TABLE `remarks` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`staff_id` text NOT NULL,
	`post_ref` text NOT NULL,
	`text` text NOT NULL,
	`lane` text NOT NULL,
	`reply_id` text,
	`seen_customer_messages` integer NOT NULL,
	`written_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `remarks_post` ON `remarks` (`workspace_id`,`post_ref`);--> statement-breakpoint
CREATE INDEX `remarks_reply` ON `remarks` (`workspace_id`,`reply_id`);--> statement-breakpoint
CREATE TABLE `replies` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`enquiry_id` text NOT NULL,
	`author_id` text NOT NULL,
	`channel_id` text NOT NULL,
	`identity_id` text NOT NULL,
	`text` text NOT NULL,
	`status` text NOT NULL,
	`hold_until` integer,
	`and_resolve` integer NOT NULL,
	`attempt` integer NOT NULL,
	`seen_customer_messages` integer NOT NULL,
	`post_ref` text,
	`external_id` text,
	`failure` text,
	`held_at` integer NOT NULL,
	`sent_at` integer
);
--> statement-breakpoint
CREATE INDEX `replies_on_their_way` ON `replies` (`workspace_id`,`enquiry_id`) WHERE status in ('held', 'leaving', 'unsure');--> statement-breakpoint
CREATE TABLE `rooms` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`name` text NOT NULL,
	`desk_kind` text NOT NULL,
	`desk_ref` text,
	`reply_mode` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `rooms_name` ON `rooms` (`workspace_id`,`name`);--> statement-breakpoint
CREATE TABLE `schedules` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `seen` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `seen_at` ON `seen` (`at`);--> statement-breakpoint
CREATE TABLE `settings` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `shelf` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`owner` text NOT NULL,
	`stream` text NOT NULL,
	`n` integer NOT NULL,
	`key` text NOT NULL,
	`version` integer NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `shelf_n` ON `shelf` (`workspace_id`,`owner`,`stream`,`n`);--> statement-breakpoint
CREATE UNIQUE INDEX `shelf_key` ON `shelf` (`workspace_id`,`owner`,`stream`,`key`);--> statement-breakpoint
CREATE TABLE `staff` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`desk_ref` text NOT NULL,
	`name` text NOT NULL,
	`admin` integer NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_desk_ref` ON `staff` (`workspace_id`,`desk_ref`);--> statement-breakpoint
CREATE TABLE `threads` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`room_id` text NOT NULL,
	`ref` text NOT NULL,
	`shown_version` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `threads_ref` ON `threads` (`workspace_id`,`ref`);--> statement-breakpoint
CREATE TABLE `workspaces` (
	`id` text PRIMARY KEY NOT NULL,
	`workspace_id` text NOT NULL,
	`name` text NOT NULL,
	`created_at` integer NOT NULL
);
