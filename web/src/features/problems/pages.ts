export { EditProblemPage, NewProblemPage } from './FormPages';
export { ProblemPage } from './ProblemPage';
export { ProblemsPage } from './ProblemsPage';
