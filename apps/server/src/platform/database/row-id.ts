const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether it may be the id of a row. PostgreSQL fails on anything else instead of finding nothing. */
export const isRowId = (id: string): boolean => UUID.test(id);
