ALTER TABLE "replies" ADD COLUMN "shown_as" text;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "shown_as" jsonb;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "name_told_at" bigint;