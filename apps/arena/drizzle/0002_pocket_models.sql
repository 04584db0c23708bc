-- Snapshots are made anew from the votes when the arena starts; older ones lack the second ranking.
DELETE FROM "snapshot";--> statement-breakpoint
ALTER TABLE "contestant" ADD COLUMN "is_pocket_model" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "snapshot" ADD COLUMN "real" jsonb NOT NULL;