CREATE INDEX "decision_presentation" ON "decision" USING btree ("site_id","presentation_id");--> statement-breakpoint
CREATE INDEX "decision_session" ON "decision" USING btree ("site_id","session_id");--> statement-breakpoint
CREATE INDEX "observation_presentation" ON "observation" USING btree ("site_id","presentation_id");--> statement-breakpoint
CREATE INDEX "presentation_lane" ON "presentation" USING btree ("site_id","lane_id","opened_at");--> statement-breakpoint
CREATE INDEX "session_end" ON "session" USING btree ("site_id","actual_end");