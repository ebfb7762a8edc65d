-- The order of the cards in a queue: by rank, with gaps between. Written only by who holds the queue's row of queue_state,
-- so that reorders and moves wait for each other and never deadlock. Readers number the cards 1…n (card_wall).
--
-- Each queue has two rows that are no cards, one before and one behind all of them (item_id from 2^63 on): whoever looks
-- for a card's neighbours locks the gaps there under REPEATABLE READ, and these keep such locks inside the queue.
CREATE TABLE queue_places (
  item_id    BIGINT UNSIGNED NOT NULL,
  queue_id   INT UNSIGNED NOT NULL,
  place_rank BIGINT NOT NULL,
  PRIMARY KEY (item_id),
  KEY queue_places_order (queue_id, place_rank, item_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
