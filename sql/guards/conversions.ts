/** The warnings about a value that is stored as a different one. */
const conversionWarnings = [1048, 1264, 1265, 1292, 1300, 1301, 1364, 1365, 1366, 1406, 1411, 1441];

/**
 * A session that is not strict, and IGNORE in any session, stores a value that does not fit as a different one, with a warning. A
 * trigger can read these warnings only at its start. On MySQL any other statement clears the list, but a handler still sees it (a
 * bare RESIGNAL is an error too, the last of the list, and calls the handler). MariaDB keeps the list. The loop reads from the last
 * warning back to an ignored duplicate (1062), because the trigger of the row before has read the earlier ones.
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
