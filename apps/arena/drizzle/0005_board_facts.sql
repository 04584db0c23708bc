CREATE TABLE "pair_count" (
	"a" text NOT NULL,
	"b" text NOT NULL,
	"wins_a" integer NOT NULL,
	"wins_b" integer NOT NULL,
	"ties" integer NOT NULL,
	"both_bad" integer NOT NULL,
	CONSTRAINT "pair_count_a_b_pk" PRIMARY KEY("a","b")
);
--> statement-breakpoint
CREATE TABLE "vote_style" (
	"conversation_id" uuid PRIMARY KEY NOT NULL,
	"length_a" integer NOT NULL,
	"length_b" integer NOT NULL,
	"headings_a" integer NOT NULL,
	"headings_b" integer NOT NULL,
	"lists_a" integer NOT NULL,
	"lists_b" integer NOT NULL,
	"bold_a" integer NOT NULL,
	"bold_b" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "rating" ADD COLUMN "preliminary" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "rating" ADD COLUMN "tokens_per_second" double precision;--> statement-breakpoint
ALTER TABLE "contestant" ADD COLUMN "parameters" bigint;--> statement-breakpoint
ALTER TABLE "contestant" ADD COLUMN "quantization" text;--> statement-breakpoint
ALTER TABLE "contestant" ADD COLUMN "license" jsonb;--> statement-breakpoint
ALTER TABLE "contestant" ADD COLUMN "bytes" bigint;--> statement-breakpoint
ALTER TABLE "vote" ADD COLUMN "is_early" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "pair_count" ADD CONSTRAINT "pair_count_a_contestant_id_fk" FOREIGN KEY ("a") REFERENCES "public"."contestant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pair_count" ADD CONSTRAINT "pair_count_b_contestant_id_fk" FOREIGN KEY ("b") REFERENCES "public"."contestant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote_style" ADD CONSTRAINT "vote_style_conversation_id_vote_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."vote"("conversation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
INSERT INTO "board" ("key", "definition") VALUES ('overall-style', '{"bundled": false, "style": true}'), ('with-bundled-style', '{"bundled": true, "style": true}');
