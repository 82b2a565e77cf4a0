/**
 * Whether SendGrid says that the account's plan takes no more contacts: of a request, or of one row of a job.
 *
 * @see https://github.com/sendgrid/sendgrid-go/issues/413
 */
export const isContactLimit = (message: string): boolean => /hit your contact limit/i.test(message);
