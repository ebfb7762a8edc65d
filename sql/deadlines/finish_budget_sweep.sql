-- Says what a whole sweep of an objective went by; nothing of an objective that was deleted meanwhile.
CREATE PROCEDURE finish_budget_sweep(
  IN p_objective_id INT UNSIGNED, IN p_objective DECIMAL(6, 5), IN p_window_days SMALLINT UNSIGNED, IN p_imported_id BIGINT UNSIGNED)
  SQL SECURITY DEFINER
  INSERT INTO budget_sweeps (objective_id, objective, window_days, imported_id)
  SELECT id, p_objective, p_window_days, p_imported_id FROM sla_objectives WHERE id = p_objective_id
  ON DUPLICATE KEY UPDATE objective = p_objective, window_days = p_window_days, imported_id = p_imported_id
