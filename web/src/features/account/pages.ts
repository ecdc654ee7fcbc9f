export { AccountPage } from './AccountPage';
export { ResetPage, SignInPage, VerifyPage } from './SignInPages';
export { SignUpPage } from './SignUpPage';
