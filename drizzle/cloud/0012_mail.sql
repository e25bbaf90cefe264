CREATE TABLE "mail" (
	"id" text PRIMARY KEY NOT NULL,
	"site_id" text NOT NULL,
	"nonce" text NOT NULL,
	"purpose" text NOT NULL,
	"holder_id" text,
	"address" text,
	"address_mark" text NOT NULL,
	"language" text NOT NULL,
	"locale" text NOT NULL,
	"state" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"next_try_at" bigint NOT NULL,
	"last_error" text,
	"requested_at" bigint NOT NULL,
	"sent_at" bigint,
	"erase_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mail_refusal" (
	"address_mark" text PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "mail_to_send" ON "mail" USING btree ("next_try_at") WHERE state = 'due';--> statement-breakpoint
CREATE INDEX "mail_ticket" ON "mail" USING btree ("site_id","nonce");--> statement-breakpoint
CREATE INDEX "mail_address" ON "mail" USING btree ("address_mark","requested_at");--> statement-breakpoint
CREATE INDEX "mail_to_erase" ON "mail" USING btree ("erase_at") WHERE address is not null;--> statement-breakpoint
CREATE INDEX "mail_age" ON "mail" USING btree ("requested_at");--> statement-breakpoint
CREATE UNIQUE INDEX "mail_holder" ON "mail" USING btree ("site_id","nonce","holder_id") WHERE purpose = 'holder';--> statement-breakpoint
CREATE INDEX "edge_v1_remote_payments_quote" ON "edge_v1_remote_payments" USING btree ("site_id","quote_id");