CREATE PROCEDURE refuse_actor()
  SQL SECURITY DEFINER
  CALL refuse(9130, 'UNPROVEN_ACTOR', CONCAT('@kanban_actor = ', QUOTE(LEFT(CONCAT(@kanban_actor), 40)),
    ' needs members.may_speak_for_others, which ', LEFT(USER(), 40), ' has not'))
