/** Warnings that say that a value is stored as another one; any other says nothing about a value. */
const conversionWarnings = [1048, 1264, 1265, 1292, 1300, 1301, 1364, 1365, 1366, 1406, 1411, 1441];

/**
 * A session that is not strict turns what does not fit into something else and says so as a warning, and so does IGNORE in any. A
 * trigger can read them if that is the first thing it does: on MySQL any other statement clears the list, but a handler has it
 * beneath it (a bare RESIGNAL is an error of its own, the last of the list, and gets there); MariaDB keeps it. From the last one
 * back to a duplicate that was ignored: what came before that was looked at by the row before it.
 */
export const conversions = `  /*!80400 BEGIN
    DECLARE CONTINUE HANDLER FOR 1645
    BEGIN
      DECLARE v_place, v_errno INT;
      DECLARE v_text TEXT;
      GET STACKED DIAGNOSTICS v_place = NUMBER;
      IF v_place >= @@max_error_count THEN
        CALL check_conversion(NULL, NULL);
      END IF;
      WHILE v_place > 1 DO
        SET v_place = v_place - 1;
        GET STACKED DIAGNOSTICS CONDITION v_place v_errno = MYSQL_ERRNO, v_text = MESSAGE_TEXT;
        IF v_errno IN (CONVERSIONS) THEN
          CALL check_conversion(v_errno, v_text);
        END IF;
        SET v_place = IF(v_errno = 1062, 0, v_place);
      END WHILE;
    END;
    RESIGNAL;
  END; */
  /*M! BEGIN
    DECLARE v_place, v_errno INT;
    DECLARE v_text TEXT;
    GET DIAGNOSTICS v_place = NUMBER;
    IF v_place >= @@max_error_count THEN
      CALL check_conversion(NULL, NULL);
    END IF;
    WHILE v_place > 0 DO
      GET DIAGNOSTICS CONDITION v_place v_errno = MYSQL_ERRNO, v_text = MESSAGE_TEXT;
      IF v_errno IN (CONVERSIONS) THEN
        CALL check_conversion(v_errno, v_text);
      END IF;
      SET v_place = IF(v_errno = 1062, 0, v_place - 1);
    END WHILE;
  END; */`.replaceAll('CONVERSIONS', conversionWarnings.join(', '));
