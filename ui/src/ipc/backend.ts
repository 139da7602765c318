import type {
  AppError,
  ConnectAnswer,
  CopyField,
  DiagnosticsView,
  FoundSites,
  ForwardForm,
  KeyView,
  NoTrayChoice,
  PlaceView,
  ProgramKind,
  Protocol,
  QuitChoice,
  RangeView,
  RequestDefaultsView,
  RequestForm,
  SessionKey,
  SettingsForm,
  SeveralAnswer,
  SeveralForm,
  SignInForm,
  SiteId,
  ViewUpdate,
} from "./bindings";

/** What a wish led to: a value, or a code that {@link errors.ts} turns into words. */
export type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: AppError };

/** Why a command that tells something told nothing. */
export class Refused extends Error {
  readonly error: AppError;

  constructor(error: AppError) {
    super(error.code);
    this.error = error;
  }
}

/** The code of anything that was thrown on the way to the core. */
export function errorOf(fault: unknown): AppError {
  return fault instanceof Refused ? fault.error : { code: "internal", reference: String(fault).slice(0, 120) };
}

/** Everything the window can ask of the core. The window knows no other way out. */
export interface Backend {
  /** Hears every view that changes. Returns what stops it. */
  listen(heard: (update: ViewUpdate) => void): Promise<() => void>;
  loadViews(): Promise<ViewUpdate>;
  inspectKey(key: string): Promise<KeyView>;
  signIn(form: SignInForm): Promise<Answer<null>>;
  signOut(): Promise<Answer<null>>;
  retryKeychain(): Promise<null>;
  cancelKeychain(): Promise<null>;
  refresh(): Promise<null>;
  showPlace(place: PlaceView): Promise<null>;
  setFavourite(site: SiteId, on: boolean): Promise<Answer<null>>;
  checkRange(text: string): Promise<RangeView>;
  requestDefaults(site: SiteId): Promise<RequestDefaultsView>;
  rememberMyAddress(text: string): Promise<Answer<null>>;
  requestSession(form: RequestForm): Promise<Answer<SessionKey>>;
  requestSeveral(form: SeveralForm): Promise<Answer<SeveralAnswer[]>>;
  findSites(text: string): Promise<FoundSites>;
  requestForward(form: ForwardForm): Promise<Answer<SessionKey>>;
  connectSite(site: SiteId, protocol: Protocol): Promise<Answer<ConnectAnswer>>;
  connectSession(key: SessionKey): Promise<Answer<null>>;
  openForward(key: SessionKey): Promise<Answer<null>>;
  revokeSession(key: SessionKey): Promise<Answer<null>>;
  renewSession(key: SessionKey): Promise<Answer<null>>;
  renewHere(key: SessionKey): Promise<Answer<null>>;
  lookUpAddress(): Promise<Answer<string>>;
  revokeAll(): Promise<Answer<null>>;
  closePrompt(): Promise<null>;
  answerQuit(choice: QuitChoice, remember: boolean): Promise<null>;
  answerNoTray(choice: NoTrayChoice): Promise<null>;
  /** Ends the program, after a question where sessions are open. */
  quit(): Promise<null>;
  dismissSession(key: SessionKey): Promise<null>;
  copyFromSession(key: SessionKey, field: CopyField): Promise<Answer<null>>;
  saveSettings(form: SettingsForm): Promise<Answer<null>>;
  /** Makes a report for somebody who helps, to be looked at. */
  prepareDiagnostics(): Promise<DiagnosticsView>;
  /** Saves the report of this number where the user chooses. Answers `false` when they cancel. */
  saveDiagnostics(report: number): Promise<Answer<boolean>>;
  chooseProgram(kind: ProgramKind): Promise<Answer<string | null>>;
  /** Takes over the key that the site's router offers, if it is the one with this fingerprint. */
  trustHostKey(site: SiteId, fingerprint: string): Promise<Answer<null>>;
  forgetHostKey(site: SiteId): Promise<Answer<null>>;
  allowOldHostKeys(site: SiteId, on: boolean): Promise<Answer<null>>;
  /** Starts a program on nothing, to see that it starts. Answers with its name. */
  testProgram(kind: ProgramKind): Promise<Answer<string>>;
  /** Installs the newer launcher that the status offers; the launcher starts anew. */
  installUpdate(): Promise<Answer<null>>;
}
