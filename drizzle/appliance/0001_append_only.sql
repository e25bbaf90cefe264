-- The log is the audit chain: it only grows, each row continues its chain, and only in the epoch that is open now.
CREATE TRIGGER log_no_update BEFORE UPDATE ON log
BEGIN SELECT RAISE(ABORT, 'the log is append-only: rows are never changed'); END;
--> statement-breakpoint
-- Rows go only after retention has raised the pruning mark, which the next triggers tie to what the cloud holds for good.
CREATE TRIGGER log_no_delete BEFORE DELETE ON log
WHEN OLD.stream = 'money' OR NOT EXISTS (
  SELECT 1 FROM watermark w WHERE w.stream = OLD.stream AND w.epoch = OLD.epoch AND OLD.seq <= w.pruned_seq)
BEGIN SELECT RAISE(ABORT, 'the log is append-only: a row is removed only by retention, once the cloud holds it for good'); END;
--> statement-breakpoint
CREATE TRIGGER log_no_replace BEFORE INSERT ON log
WHEN EXISTS (SELECT 1 FROM log WHERE position = NEW.position) OR EXISTS (SELECT 1 FROM log WHERE event_id = NEW.event_id)
BEGIN SELECT RAISE(ABORT, 'the log is append-only: this event is already written'); END;
--> statement-breakpoint
CREATE TRIGGER log_continues BEFORE INSERT ON log
WHEN NEW.epoch IS NOT (SELECT epoch FROM epoch ORDER BY ordinal DESC LIMIT 1) OR NOT EXISTS (
  SELECT 1 FROM watermark w WHERE w.stream = NEW.stream AND w.epoch = NEW.epoch
  AND w.head_seq = NEW.seq - 1 AND w.head_hash = NEW.prev_hash)
BEGIN SELECT RAISE(ABORT, 'the log is chained: this row does not continue its stream'); END;
--> statement-breakpoint
CREATE TRIGGER log_moves_head AFTER INSERT ON log
BEGIN
  UPDATE watermark SET head_seq = NEW.seq, head_hash = NEW.hash WHERE stream = NEW.stream AND epoch = NEW.epoch;
END;
--> statement-breakpoint
CREATE TRIGGER watermark_head BEFORE UPDATE OF head_seq, head_hash ON watermark
WHEN NEW.head_seq < OLD.head_seq OR NOT EXISTS (
  SELECT 1 FROM log l WHERE l.stream = NEW.stream AND l.epoch = NEW.epoch AND l.seq = NEW.head_seq AND l.hash = NEW.head_hash)
BEGIN SELECT RAISE(ABORT, 'a stream''s head is its last row'); END;
--> statement-breakpoint
CREATE TRIGGER watermark_pruned BEFORE UPDATE OF pruned_seq, pruned_hash ON watermark
WHEN NEW.stream = 'money' OR NEW.pruned_seq < OLD.pruned_seq OR NEW.pruned_seq > OLD.durable OR NEW.pruned_seq > OLD.head_seq
  OR NOT EXISTS (
  SELECT 1 FROM log l WHERE l.stream = NEW.stream AND l.epoch = NEW.epoch AND l.seq = NEW.pruned_seq AND l.hash = NEW.pruned_hash)
BEGIN SELECT RAISE(ABORT, 'only rows the cloud holds for good may be removed, and never money'); END;
--> statement-breakpoint
CREATE TRIGGER watermark_no_delete BEFORE DELETE ON watermark
BEGIN SELECT RAISE(ABORT, 'watermarks are kept'); END;
--> statement-breakpoint
CREATE TRIGGER epoch_no_update BEFORE UPDATE ON epoch
BEGIN SELECT RAISE(ABORT, 'epochs are kept as they began'); END;
--> statement-breakpoint
CREATE TRIGGER epoch_no_delete BEFORE DELETE ON epoch
BEGIN SELECT RAISE(ABORT, 'epochs are kept as they began'); END;
--> statement-breakpoint
CREATE TRIGGER payment_no_delete BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'money is never deleted'); END;
