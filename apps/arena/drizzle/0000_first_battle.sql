CREATE TABLE "answer" (
	"battle_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"status" text NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"seed" integer NOT NULL,
	"prompt_tokens" integer,
	"output_tokens" integer,
	"first_token_ms" double precision,
	"total_ms" double precision,
	"error_code" text,
	"heartbeat_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "answer_battle_id_slot_pk" PRIMARY KEY("battle_id","slot"),
	CONSTRAINT "answer_slot" CHECK ("answer"."slot" in ('a', 'b')),
	CONSTRAINT "answer_status" CHECK ("answer"."status" in ('running', 'stop', 'length', 'error', 'aborted'))
);
--> statement-breakpoint
CREATE TABLE "battle" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"contestant_a" text NOT NULL,
	"contestant_b" text NOT NULL,
	"propensity" double precision NOT NULL,
	"prompt" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "battle_two_contestants" CHECK ("battle"."contestant_a" <> "battle"."contestant_b")
);
--> statement-breakpoint
CREATE TABLE "contestant" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"organization" text,
	"kind" text NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "snapshot" (
	"id" serial PRIMARY KEY NOT NULL,
	"votes" integer NOT NULL,
	"mark" text NOT NULL,
	"models" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vote" (
	"battle_id" uuid PRIMARY KEY NOT NULL,
	"outcome" text NOT NULL,
	"fate" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "vote_outcome" CHECK ("vote"."outcome" in ('a', 'b', 'tie', 'both-bad')),
	CONSTRAINT "vote_fate" CHECK ("vote"."fate" in ('counted', 'answer-failed', 'answer-stopped', 'empty-answer'))
);
--> statement-breakpoint
ALTER TABLE "answer" ADD CONSTRAINT "answer_battle_id_battle_id_fk" FOREIGN KEY ("battle_id") REFERENCES "public"."battle"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "battle" ADD CONSTRAINT "battle_contestant_a_contestant_id_fk" FOREIGN KEY ("contestant_a") REFERENCES "public"."contestant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "battle" ADD CONSTRAINT "battle_contestant_b_contestant_id_fk" FOREIGN KEY ("contestant_b") REFERENCES "public"."contestant"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "vote" ADD CONSTRAINT "vote_battle_id_battle_id_fk" FOREIGN KEY ("battle_id") REFERENCES "public"."battle"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "answer_running" ON "answer" USING btree ("heartbeat_at") WHERE "answer"."status" = 'running';