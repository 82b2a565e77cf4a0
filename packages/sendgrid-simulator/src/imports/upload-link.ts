/** What a client has to send with its file: of S3's server-side encryption, as a live account was seen to ask (sendgrid-php#1084). */
export const UPLOAD_HEADERS = [{ header: "x-amz-server-side-encryption", value: "aws:kms" }] as const;

export const uploadPath = (jobId: string): string => `/imports/${jobId}.csv`;
