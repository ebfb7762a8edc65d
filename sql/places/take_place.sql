-- Gives a card its place in the queue that it enters. Sometimes also notes the first rank of the queue that it left
-- (p_first_rank: the old one; NULL: does not note), so that readers need not skip the index entries of cards that left. The
-- caller holds both rows of queue_state; a locking read, because a snapshot lacks cards placed by others.
CREATE PROCEDURE take_place(
  IN p_item_id BIGINT UNSIGNED, IN p_from_id INT UNSIGNED, IN p_to_id INT UNSIGNED, IN p_rank BIGINT, IN p_first_rank BIGINT)
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_first BIGINT;

  IF p_from_id IS NULL THEN
    -- A card that bulk work took off keeps its place until the end.
    INSERT INTO queue_places (item_id, queue_id, place_rank) VALUES (p_item_id, p_to_id, p_rank)
    ON DUPLICATE KEY UPDATE queue_id = p_to_id, place_rank = p_rank;
  ELSE
    UPDATE queue_places SET queue_id = p_to_id, place_rank = p_rank WHERE item_id = p_item_id;
    IF p_first_rank IS NOT NULL THEN
      SELECT place_rank INTO v_first
      FROM queue_places FORCE INDEX (queue_places_order)
      WHERE queue_id = p_from_id AND place_rank >= p_first_rank AND item_id < 1 << 63 AND place_rank < 9000000000000000000
      ORDER BY place_rank LIMIT 1 FOR UPDATE;
      UPDATE queue_state SET first_rank = COALESCE(v_first, first_rank) WHERE queue_id = p_from_id;
    END IF;
  END IF;
END
