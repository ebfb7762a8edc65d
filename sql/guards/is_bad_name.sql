-- Whether a name, or one of several joined by U+FFFF, has a blank at an end or a control, format or line-separating character.
-- One expression for ICU (MySQL) and PCRE2 (MariaDB). The listed letters look like blanks. ICU compiles it each time, for 400 µs: plain
-- ASCII, which JSON_QUOTE leaves as it is, skips it, and so do Latin, Greek, Cyrillic, Kana, Han and Hangul letters.
CREATE FUNCTION is_bad_name(p_names TEXT) RETURNS BOOLEAN
  DETERMINISTIC NO SQL SQL SECURITY DEFINER
BEGIN
  DECLARE v_names TEXT DEFAULT CONCAT('|', REPLACE(p_names, _utf8mb4 X'EFBFBF', '|'), '|');

  IF v_names NOT LIKE '%| %' AND v_names NOT LIKE '% |%' THEN
    IF LENGTH(v_names) = CHAR_LENGTH(v_names) AND JSON_QUOTE(v_names) = CONCAT('"', v_names, '"') AND LOCATE(CHAR(127), v_names) = 0 THEN
      RETURN FALSE;
    ELSEIF v_names NOT REGEXP
      '[^\\x{20}-~\\x{C0}-\\x{52F}\\x{3041}-\\x{30FF}\\x{4E00}-\\x{9FFF}\\x{AC00}-\\x{D7A3}]' THEN
      RETURN FALSE;
    END IF;
  END IF;
  RETURN COALESCE(p_names REGEXP CONCAT(
    '(\\A|\\x{FFFF})[\\p{Zs}\\x{115F}\\x{1160}\\x{2800}\\x{3164}\\x{FFA0}]',
    '|[\\p{Zs}\\x{115F}\\x{1160}\\x{2800}\\x{3164}\\x{FFA0}](\\z|\\x{FFFF})',
    '|[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]'), FALSE);
END
