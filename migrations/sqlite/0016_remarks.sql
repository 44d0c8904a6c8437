CREATE INDEX `remarks_enquiry` ON `remarks` (`workspace_id`,`enquiry_id`);--> statement-breakpoint
CREATE INDEX `remarks_staff` ON `remarks` (`workspace_id`,`staff_id`,`lane`,`written_at`);