// A name for each statement. What is JSON here is read by the engine alone.

export const INSERT_EXECUTION = `
  INSERT INTO executions (id, tenant, base_execution_id, created_at_ms, result_job, secrets, webhook, worker, status, state)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (id) DO NOTHING`;

export const INSERT_JOB = `
  INSERT INTO jobs (execution_id, id, position, about, phase, status, attempt, state)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

export const INSERT_PLAN = "INSERT INTO plans (execution_id, about) VALUES (?, ?)";

export const SELECT_STANDING = `
  SELECT tenant, worker, version, sequence, result_job, completed_at_ms FROM executions WHERE id = ?`;

export const SELECT_STATE = "SELECT state FROM executions WHERE id = ?";

export const SELECT_STATES = "SELECT id, state, fraction, message FROM jobs WHERE execution_id = ? ORDER BY position";

export const SELECT_PHASE = "SELECT phase FROM jobs WHERE execution_id = ? AND id = ?";

export const UPDATE_JOB = `
  UPDATE jobs SET phase = ?, status = ?, attempt = ?, state = ? WHERE execution_id = ? AND id = ?`;

export const UPDATE_VERSION = `
  UPDATE executions SET version = version + 1, progress = MAX(progress, ?), sequence = ? WHERE id = ?`;

export const UPDATE_REPORT = `
  UPDATE jobs SET fraction = MAX(COALESCE(fraction, 0), ?), message = COALESCE(?, message)
  WHERE execution_id = ? AND id = ? AND attempt = ? AND phase = 'running'`;

export const UPDATE_PROGRESS = `
  UPDATE executions SET progress = MAX(progress, ?), sequence = ? WHERE id = ?`;

export const INSERT_EVENT = "INSERT INTO events (execution_id, sequence, is_replaced, event) VALUES (?, ?, ?, ?)";

export const DELETE_REPLACED = "DELETE FROM events WHERE execution_id = ? AND is_replaced = 1";

export const SELECT_EVENTS = `
  SELECT sequence, event FROM events WHERE execution_id = ? AND sequence > ? ORDER BY sequence LIMIT ?`;

export const UPDATE_STATE = "UPDATE executions SET status = ?, completed_at_ms = ?, state = ? WHERE id = ?";

export const WIPE_SECRETS = "UPDATE executions SET secrets = NULL WHERE id = ?";

export const SELECT_DEPENDENTS = `
  SELECT id FROM executions WHERE base_execution_id = ? AND completed_at_ms IS NULL`;

export const INSERT_NEWS = "INSERT INTO inbox (execution_id, news) VALUES (?, ?)";

export const SELECT_NEWS = "SELECT number, news FROM inbox WHERE execution_id = ? ORDER BY number";

export const DELETE_NEWS = "DELETE FROM inbox WHERE execution_id = ? AND number <= ?";

export const SELECT_MAIL = `
  SELECT DISTINCT executions.id FROM inbox JOIN executions ON executions.id = inbox.execution_id
  WHERE executions.worker = ?`;

export const INSERT_CLAIM = `
  INSERT INTO claims (tenant, key, execution_id, job_id) VALUES (?, ?, ?, ?) ON CONFLICT (tenant, key) DO NOTHING`;

export const SELECT_CLAIM = "SELECT execution_id, job_id FROM claims WHERE tenant = ? AND key = ?";

export const DELETE_CLAIM = "DELETE FROM claims WHERE execution_id = ? AND job_id = ? RETURNING tenant, key";

export const INSERT_WAITER = `
  INSERT INTO claim_waiters (tenant, key, execution_id, job_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`;

export const DELETE_WAITERS = `
  DELETE FROM claim_waiters WHERE tenant = ? AND key = ? RETURNING execution_id, job_id`;

export const UPDATE_NOTE = `
  UPDATE jobs SET note = ?, run_provider = ?, run_id = ? WHERE execution_id = ? AND id = ? AND attempt = ?`;

export const SELECT_NOTE = "SELECT note FROM jobs WHERE execution_id = ? AND id = ?";

export const SELECT_WAITING_JOB = `
  SELECT execution_id, id FROM jobs WHERE run_provider = ? AND run_id = ? AND status = 'processing'`;

export const UPSERT_WORKER = `
  INSERT INTO workers (id, identity, seen_at_ms) VALUES (?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET identity = excluded.identity, seen_at_ms = excluded.seen_at_ms`;

export const SELECT_WORKER = "SELECT id FROM workers WHERE id = ?";

export const SELECT_WORKERS = "SELECT id, identity, seen_at_ms FROM workers ORDER BY id";

export const DELETE_WORKER = "DELETE FROM workers WHERE id = ?";

export const SELECT_LEFT = `
  SELECT id, worker FROM executions
  WHERE completed_at_ms IS NULL AND (worker IS NULL OR worker NOT IN (SELECT id FROM workers))
  ORDER BY created_at_ms, id`;

export const SELECT_UNPLACED = `
  SELECT id FROM executions WHERE worker IS NULL AND completed_at_ms IS NULL ORDER BY created_at_ms, id LIMIT ?`;

export const TAKE_OVER = `
  UPDATE executions SET worker = ?, version = version + 1
  WHERE id = ? AND worker IS ? AND completed_at_ms IS NULL`;

export const SELECT_CLAIMS = "SELECT job_id FROM claims WHERE execution_id = ?";

export const SELECT_REQUEST = `
  SELECT execution_id, fingerprint FROM requests WHERE tenant = ? AND key = ? AND created_at_ms >= ?`;

export const DELETE_OLD_REQUESTS = "DELETE FROM requests WHERE created_at_ms < ?";

export const INSERT_REQUEST = `
  INSERT INTO requests (tenant, key, fingerprint, execution_id, created_at_ms) VALUES (?, ?, ?, ?, ?)`;
