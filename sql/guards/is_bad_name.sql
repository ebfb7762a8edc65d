-- Whether a name, or one of several joined by U+FFFF, has a blank at an end or a control, format or line-separating character.
-- One expression for ICU (MySQL) and PCRE2 (MariaDB). The listed letters look like blanks. Plain ASCII, which JSON_QUOTE leaves
-- as it is, skips the expression, because ICU compiles it each time.
CREATE FUNCTION is_bad_name(p_names TEXT) RETURNS BOOLEAN
  DETERMINISTIC NO SQL SQL SECURITY DEFINER
BEGIN
  DECLARE v_ascii TEXT DEFAULT CONCAT('|', REPLACE(p_names, _utf8mb4 X'EFBFBF', '|'), '|');

  IF LENGTH(v_ascii) = CHAR_LENGTH(v_ascii) AND JSON_QUOTE(v_ascii) = CONCAT('"', v_ascii, '"')
    AND v_ascii NOT LIKE '%| %' AND v_ascii NOT LIKE '% |%' AND LOCATE(CHAR(127), v_ascii) = 0 THEN
    RETURN FALSE;
  END IF;
  RETURN COALESCE(p_names REGEXP CONCAT(
    '(\\A|\\x{FFFF})[\\p{Zs}\\x{115F}\\x{1160}\\x{2800}\\x{3164}\\x{FFA0}]',
    '|[\\p{Zs}\\x{115F}\\x{1160}\\x{2800}\\x{3164}\\x{FFA0}](\\z|\\x{FFFF})',
    '|[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]'), FALSE);
END
