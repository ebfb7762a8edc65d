-- Which member a person of an OpenID provider is: the one linked before, else the one whose address the provider has verified, else,
-- if groups give rights, a new one by the name given. Returns a row (member): NULL for nobody, who reads only.
-- p_rights: what the person's groups give now; NULL: the provider says nothing of groups.
CREATE PROCEDURE link_identity(
  IN p_issuer VARCHAR(255), IN p_subject VARCHAR(255), IN p_name VARCHAR(255), IN p_verified_email VARCHAR(254),
  IN p_rights VARCHAR(255))
  SQL SECURITY DEFINER
BEGIN
  DECLARE v_member VARCHAR(128);
  DECLARE v_owners, v_is_taken INT;

  SELECT MAX(member) INTO v_member FROM identities WHERE issuer = p_issuer AND subject = p_subject;
  IF v_member IS NULL THEN
    SELECT MAX(name), COUNT(*) INTO v_member, v_owners FROM members WHERE LOWER(email) = LOWER(p_verified_email);
    -- An address that two members have says nothing.
    IF v_owners <> 1 THEN
      SET v_member = NULL;
    END IF;
    IF v_member IS NULL AND p_rights <> '' THEN
      SELECT COUNT(*) INTO v_is_taken FROM members WHERE name = p_name;
      IF v_is_taken THEN
        CALL refuse(9127, 'NAME_TAKEN', CONCAT('there is a member ', QUOTE(LEFT(p_name, 40)),
          '; an administrator links them in identities'));
      END IF;
      INSERT INTO members (name) VALUES (p_name);
      SET v_member = p_name;
    END IF;
    IF v_member IS NOT NULL THEN
      INSERT INTO identities (issuer, subject, member, linked_at) VALUES (p_issuer, p_subject, v_member, clock_utc());
    END IF;
  END IF;
  IF v_member IS NOT NULL AND p_rights IS NOT NULL THEN
    CALL give_group_rights(p_issuer, p_subject, v_member, p_rights);
  END IF;
  SELECT v_member AS member;
END
