export { Viewer, Viewer as default, type ViewerProps } from './components/Viewer';
export type { Banner } from './components/PatientBanner';
export type { AnnotationService } from './annotations/marks';
