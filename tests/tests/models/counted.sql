SELECT
  name, id -- in another order
FROM org;
