-- Where a file lies, never the file itself and nothing that a browser would run. An address ends with its line: some
-- engines take a line feed behind it for the end, so white space is looked for by itself.
CREATE PROCEDURE check_address(IN p_address TEXT)
  SQL SECURITY DEFINER
BEGIN
  IF p_address IS NULL OR p_address NOT REGEXP '^(https?|s?ftp|s3|file)://[^[:space:]]'
     OR p_address REGEXP '[[:space:][:cntrl:]]' THEN
    CALL refuse(9118, 'INVALID_VALUE', 'an address begins with http, https, ftp, sftp, s3 or file:// and has no spaces');
  END IF;
END
