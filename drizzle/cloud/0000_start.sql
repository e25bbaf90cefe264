CREATE TABLE "anomaly" (
	"site_id" text NOT NULL,
	"event_id" text NOT NULL,
	"code" text NOT NULL,
	"lane_id" text,
	"session_id" text,
	"detail" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "anomaly_site_id_event_id_pk" PRIMARY KEY("site_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "barrier_event" (
	"site_id" text NOT NULL,
	"event_id" text NOT NULL,
	"lane_id" text NOT NULL,
	"command_id" text,
	"presentation_id" text,
	"result" text NOT NULL,
	"source" text,
	"reason" text,
	"at" bigint NOT NULL,
	CONSTRAINT "barrier_event_site_id_event_id_pk" PRIMARY KEY("site_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "decision" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"lane_id" text NOT NULL,
	"presentation_id" text,
	"direction" text NOT NULL,
	"result" text NOT NULL,
	"basis" text NOT NULL,
	"session_id" text,
	"reason" text,
	"at" bigint NOT NULL,
	CONSTRAINT "decision_site_id_id_pk" PRIMARY KEY("site_id","id")
);
--> statement-breakpoint
CREATE TABLE "help_call" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"lane_id" text NOT NULL,
	"presentation_id" text,
	"requested_at" bigint,
	"answered_at" bigint,
	"answered_by" text,
	"reason" text,
	CONSTRAINT "help_call_site_id_id_pk" PRIMARY KEY("site_id","id")
);
--> statement-breakpoint
CREATE TABLE "observation" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"presentation_id" text NOT NULL,
	"lane_id" text NOT NULL,
	"direction" text NOT NULL,
	"plate_ref" text,
	"image_ref" text,
	"confidence" double precision NOT NULL,
	"frames" integer NOT NULL,
	"country" text,
	"at" bigint NOT NULL,
	CONSTRAINT "observation_site_id_id_pk" PRIMARY KEY("site_id","id")
);
--> statement-breakpoint
CREATE TABLE "payment" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"device_id" text NOT NULL,
	"quote_id" text NOT NULL,
	"session_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"method" text NOT NULL,
	"provider" text NOT NULL,
	"provider_ref" text,
	"settled_at" bigint NOT NULL,
	"duplicate" boolean NOT NULL,
	CONSTRAINT "payment_site_id_id_pk" PRIMARY KEY("site_id","id")
);
--> statement-breakpoint
CREATE TABLE "presentation" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"lane_id" text NOT NULL,
	"direction" text,
	"opened_at" bigint,
	"closed_at" bigint,
	"ending" text,
	"tailgate" boolean DEFAULT false NOT NULL,
	CONSTRAINT "presentation_site_id_id_pk" PRIMARY KEY("site_id","id")
);
--> statement-breakpoint
CREATE TABLE "quote" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"device_id" text NOT NULL,
	"nonce" text NOT NULL,
	"session_id" text NOT NULL,
	"lane_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"issued_at" bigint NOT NULL,
	"lock_until" bigint NOT NULL,
	"stay_ms" bigint NOT NULL,
	"rate_table_id" text NOT NULL,
	"rate_table_version" integer NOT NULL,
	"lines" jsonb NOT NULL,
	"vat_basis_points" integer NOT NULL,
	CONSTRAINT "quote_site_id_id_pk" PRIMARY KEY("site_id","id")
);
--> statement-breakpoint
CREATE TABLE "session" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"plate_ref" text,
	"image_ref" text,
	"entry_presentation_id" text,
	"exit_presentation_id" text,
	"entry_lane_id" text,
	"exit_lane_id" text,
	"actual_start" bigint,
	"actual_end" bigint,
	"rate_table_id" text,
	"rate_table_version" integer,
	"right_id" text,
	"outcome" text,
	CONSTRAINT "session_site_id_id_pk" PRIMARY KEY("site_id","id")
);
--> statement-breakpoint
CREATE TABLE "validation" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"session_id" text NOT NULL,
	"kind" text NOT NULL,
	"value" bigint NOT NULL,
	"by" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "validation_site_id_id_pk" PRIMARY KEY("site_id","id")
);
--> statement-breakpoint
CREATE TABLE "edge_v1_commands" (
	"site_id" text NOT NULL,
	"command_id" text NOT NULL,
	"lane_id" text NOT NULL,
	"action" text NOT NULL,
	"reason" text NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "edge_v1_commands_site_id_command_id_pk" PRIMARY KEY("site_id","command_id")
);
--> statement-breakpoint
CREATE TABLE "edge_v1_permits" (
	"site_id" text NOT NULL,
	"right_id" text NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "edge_v1_permits_site_id_right_id_pk" PRIMARY KEY("site_id","right_id")
);
--> statement-breakpoint
CREATE TABLE "edge_v1_rates" (
	"site_id" text NOT NULL,
	"rate_table_id" text NOT NULL,
	"version" integer NOT NULL,
	"effective_from" bigint NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "edge_v1_rates_site_id_rate_table_id_version_pk" PRIMARY KEY("site_id","rate_table_id","version")
);
--> statement-breakpoint
CREATE TABLE "edge_v1_remote_payments" (
	"site_id" text NOT NULL,
	"payment_id" text NOT NULL,
	"quote_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"provider" text NOT NULL,
	"provider_ref" text,
	"settled_at" bigint NOT NULL,
	CONSTRAINT "edge_v1_remote_payments_site_id_payment_id_pk" PRIMARY KEY("site_id","payment_id")
);
--> statement-breakpoint
CREATE TABLE "alert" (
	"id" text PRIMARY KEY NOT NULL,
	"site_id" text NOT NULL,
	"device_id" text,
	"code" text NOT NULL,
	"detail" text NOT NULL,
	"raised_at" bigint NOT NULL,
	"cleared_at" bigint
);
--> statement-breakpoint
CREATE TABLE "device" (
	"id" text PRIMARY KEY NOT NULL,
	"site_id" text NOT NULL,
	"label" text,
	"token_hash" text NOT NULL,
	"registered_at" bigint NOT NULL,
	"revoked_at" bigint,
	"last_seen" bigint,
	"version" text,
	"clock_quality" text,
	"clock_offset_ms" bigint,
	"backlog" bigint,
	"backlog_by_stream" jsonb,
	"oldest_unsent" bigint,
	"complete_until" bigint,
	"current_epoch" text
);
--> statement-breakpoint
CREATE TABLE "epoch" (
	"device_id" text NOT NULL,
	"epoch" text NOT NULL,
	"parent_epoch" text,
	"first_seen" bigint NOT NULL,
	CONSTRAINT "epoch_device_id_epoch_pk" PRIMARY KEY("device_id","epoch")
);
--> statement-breakpoint
CREATE TABLE "lane" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"device_id" text NOT NULL,
	"name" text,
	"direction" text,
	"arm" text,
	"holds" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"fault" text,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "lane_site_id_id_pk" PRIMARY KEY("site_id","id")
);
--> statement-breakpoint
CREATE TABLE "site" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"country" text NOT NULL,
	"time_zone" text NOT NULL,
	"currency" text NOT NULL,
	"capacity" integer,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "watermark" (
	"device_id" text NOT NULL,
	"epoch" text NOT NULL,
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "watermark_device_id_epoch_stream_pk" PRIMARY KEY("device_id","epoch","stream")
);
--> statement-breakpoint
CREATE TABLE "dead_letter" (
	"device_id" text NOT NULL,
	"epoch" text NOT NULL,
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	"site_id" text NOT NULL,
	"event_id" text NOT NULL,
	"kind" text NOT NULL,
	"v" integer NOT NULL,
	"reason" text NOT NULL,
	"raw" text NOT NULL,
	"received_at" bigint NOT NULL,
	CONSTRAINT "dead_letter_device_id_epoch_stream_seq_pk" PRIMARY KEY("device_id","epoch","stream","seq")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"device_id" text NOT NULL,
	"epoch" text NOT NULL,
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	"site_id" text NOT NULL,
	"event_id" text NOT NULL,
	"kind" text NOT NULL,
	"v" integer NOT NULL,
	"wall" bigint NOT NULL,
	"boot_id" text NOT NULL,
	"mono" double precision NOT NULL,
	"clock_quality" text NOT NULL,
	"payload" jsonb NOT NULL,
	"hash" text NOT NULL,
	"received_at" bigint NOT NULL,
	CONSTRAINT "inbox_device_id_epoch_stream_seq_pk" PRIMARY KEY("device_id","epoch","stream","seq")
);
--> statement-breakpoint
CREATE TABLE "parked" (
	"device_id" text NOT NULL,
	"epoch" text NOT NULL,
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	"site_id" text NOT NULL,
	"event_id" text NOT NULL,
	"kind" text NOT NULL,
	"v" integer NOT NULL,
	"parked_at" bigint NOT NULL,
	"released_at" bigint,
	CONSTRAINT "parked_device_id_epoch_stream_seq_pk" PRIMARY KEY("device_id","epoch","stream","seq")
);
--> statement-breakpoint
CREATE TABLE "plate" (
	"site_id" text NOT NULL,
	"ref" text NOT NULL,
	"text" text,
	"country" text,
	"received_at" bigint NOT NULL,
	"erased_at" bigint,
	CONSTRAINT "plate_site_id_ref_pk" PRIMARY KEY("site_id","ref")
);
--> statement-breakpoint
CREATE TABLE "payment_attempt" (
	"site_id" text NOT NULL,
	"quote_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"provider" text NOT NULL,
	"ref" text,
	"state" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"redirect_url" text,
	"browser_hash" text,
	"payment_id" text,
	"detail" jsonb,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"expires_at" bigint,
	CONSTRAINT "payment_attempt_site_id_quote_id_attempt_pk" PRIMARY KEY("site_id","quote_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "rate_table" (
	"site_id" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"effective_from" bigint NOT NULL,
	"body" jsonb NOT NULL,
	"published_at" bigint NOT NULL,
	"published_by" text NOT NULL,
	CONSTRAINT "rate_table_site_id_id_version_pk" PRIMARY KEY("site_id","id","version")
);
--> statement-breakpoint
CREATE TABLE "webhook_event" (
	"provider" text NOT NULL,
	"event_id" text NOT NULL,
	"ref" text,
	"received_at" bigint NOT NULL,
	"settled_at" bigint,
	CONSTRAINT "webhook_event_provider_event_id_pk" PRIMARY KEY("provider","event_id")
);
--> statement-breakpoint
ALTER TABLE "device" ADD CONSTRAINT "device_site_id_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."site"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "epoch" ADD CONSTRAINT "epoch_device_id_device_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."device"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "anomaly_at" ON "anomaly" USING btree ("site_id","at");--> statement-breakpoint
CREATE INDEX "barrier_event_at" ON "barrier_event" USING btree ("site_id","at");--> statement-breakpoint
CREATE INDEX "decision_at" ON "decision" USING btree ("site_id","at");--> statement-breakpoint
CREATE INDEX "payment_quote" ON "payment" USING btree ("site_id","quote_id");--> statement-breakpoint
CREATE INDEX "payment_settled" ON "payment" USING btree ("site_id","settled_at");--> statement-breakpoint
CREATE INDEX "quote_id" ON "quote" USING btree ("id");--> statement-breakpoint
CREATE INDEX "quote_nonce" ON "quote" USING btree ("nonce");--> statement-breakpoint
CREATE INDEX "quote_session" ON "quote" USING btree ("site_id","session_id");--> statement-breakpoint
CREATE INDEX "session_start" ON "session" USING btree ("site_id","actual_start");--> statement-breakpoint
CREATE INDEX "session_inside" ON "session" USING btree ("site_id") WHERE actual_end is null;--> statement-breakpoint
CREATE INDEX "validation_session" ON "validation" USING btree ("site_id","session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "device_token_hash" ON "device" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "inbox_event_id" ON "inbox" USING btree ("site_id","event_id");--> statement-breakpoint
CREATE INDEX "inbox_kind" ON "inbox" USING btree ("site_id","kind","wall");--> statement-breakpoint
CREATE INDEX "parked_kind" ON "parked" USING btree ("kind","v");--> statement-breakpoint
CREATE INDEX "plate_text" ON "plate" USING btree ("site_id","text");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_attempt_open" ON "payment_attempt" USING btree ("site_id","quote_id") WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "payment_attempt_ref" ON "payment_attempt" USING btree ("provider","ref");--> statement-breakpoint
CREATE INDEX "payment_attempt_state" ON "payment_attempt" USING btree ("state","updated_at");--> statement-breakpoint
CREATE VIEW "public"."money_received" AS (
  select site_id, id as payment_id, quote_id, session_id, amount_minor, currency, method, provider, provider_ref, settled_at,
         duplicate, true as booked
    from payment
  union all
  select r.site_id, r.payment_id, r.quote_id, q.session_id, r.amount_minor, r.currency, 'remote', r.provider, r.provider_ref,
         r.settled_at, false, false
    from edge_v1_remote_payments r
    left join quote q on q.site_id = r.site_id and q.id = r.quote_id
   where not exists (select 1 from payment p where p.site_id = r.site_id and p.id = r.payment_id));