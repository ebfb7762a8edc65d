export { askReport, type OnStep } from './ask/ask-report.ts';
export type { ReportData, ReportRequest } from './ask/report-data.ts';
export { renderReportFile } from './file/render-file.ts';
export { type MailOptions, type ReportMail, renderReportMail } from './mail/render-mail.ts';
