ALTER TABLE "remarks" ADD COLUMN "formatted" jsonb;--> statement-breakpoint
ALTER TABLE "remarks" ADD COLUMN "left_out" jsonb;--> statement-breakpoint
ALTER TABLE "replies" ADD COLUMN "formatted" jsonb;