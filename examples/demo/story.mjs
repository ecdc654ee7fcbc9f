// What the demo tells: people, problems, cases and questions. Every image is a phantom drawn by `medal phantom`, every
// person, name and site is invented, and the references follow from how the phantom was drawn.
export const PASSWORD = 'amber violin over harbour';

export const PEOPLE = {
  admin: { email: 'operator@medal.example', name: 'Olu Operator', institution: 'MEDAL Office', country: 'DE', role: 'admin' },
  organizer: { email: 'organizer@medal.example', name: 'Ines Organa', institution: 'MEDAL Office', country: 'DE', role: 'organizer' },
  chair: { email: 'chair@medal.example', name: 'Prof. Chidi Chair', institution: 'Lagos Teaching Hospital', country: 'NG', role: 'chair' },
  steward: { email: 'steward@medal.example', name: 'Stella Steward', institution: 'MEDAL Office', country: 'DE', role: 'steward' },
  panel1: { email: 'panel1@medal.example', name: 'Dr. Paula Panel', institution: 'Hospital São Lucas', country: 'BR', role: 'panellist' },
  panel2: { email: 'panel2@medal.example', name: 'Dr. Ken Nakamura', institution: 'Kyoto General Hospital', country: 'JP', role: 'panellist' },
  panel3: { email: 'panel3@medal.example', name: 'Dr. Amal Haddad', institution: 'Amman Medical Centre', country: 'JO', role: 'panellist' },
  contributor1: { email: 'contributor1@medal.example', name: 'Dr. Carla Contri', institution: 'Ospedale Nord', country: 'IT' },
  contributor2: { email: 'contributor2@medal.example', name: 'Dr. Dev Patel', institution: 'Pune Imaging Institute', country: 'IN' },
  developer: { email: 'developer@medal.example', name: 'Mo Developer', institution: 'Baseline Lab', country: 'NL' },
};

const problem = (title, modality, anatomy, task, decision, need, reference, state) => ({
  draft: {
    title, decision_supported: decision, current_practice: 'Two specialists read; the second one settles disagreement.',
    unmet_need: need, affected_population: 'Adults; several hundred thousand a year worldwide.',
    target_performance: 'At least as good as a specialist with ten years of practice.',
    reference_feasibility: reference, equity: 'Specialists are rare outside large cities.',
    terms: { modality: [modality], anatomy: [anatomy], task: [task] }, references: ['https://doi.org/10.1038/s41592-023-02151-z'], coauthors: [],
  },
  state,
});

export const PROBLEMS = [
  problem('Which small liver lesions on CT need a biopsy?', 'ct', 'liver', 'characterisation', 'Whether a patient is sent to biopsy or to follow-up.', 'Many benign lesions are biopsied today, some malignant ones are not.', 'Histopathology or two years of follow-up.', 'open_for_data'),
  problem('How large is the lung nodule, measured the same way by everyone?', 'ct', 'chest', 'measurement', 'The interval until the next scan.', 'Readers differ by more than the growth that matters.', 'Physical measurement of the resected specimen.', 'open_for_data'),
  problem('Is there a bleed that needs the theatre tonight?', 'ct', 'head', 'detection', 'Whether the neurosurgeon on call is woken.', 'At night no neuroradiologist is at hand in most hospitals.', 'Surgical finding or follow-up within a day.', 'open_for_data'),
  problem('Where exactly is the lesion that the surgeon has to reach on MR?', 'mr', 'head', 'planning', 'The path that the surgeon takes.', 'Outlines drawn by hand differ between centres.', 'Surgical finding with navigation records.', 'open_for_data'),
  problem('Can ultrasound rule out a complicated cyst at the bedside?', 'us', 'abdomen', 'characterisation', 'Whether a CT is needed at all.', 'Ultrasound is the only modality in many places of the world.', 'CT or histopathology within a month.', 'open_for_data'),
  problem('Which skin lesions on a phone photograph must be seen this week?', 'photo', 'skin', 'characterisation', 'Triage to a dermatologist.', 'Waiting lists hide the urgent among the harmless.', 'Histopathology of excised lesions.', 'in_rating'),
  problem('Does this chest radiograph show heart failure or pneumonia?', 'xr', 'chest', 'characterisation', 'Diuretics or antibiotics first.', 'The two look alike in old patients and are treated differently.', 'Follow-up and laboratory values.', 'submitted'),
];

const seedsOf = (kind, count, first) => Array.from({ length: count }, (_, i) => ({ kind, seed: first + i }));
/** Twelve cases over five modalities. */
export const CASES = [
  ...seedsOf('ct-abdomen', 3, 11), ...seedsOf('ct-chest', 2, 21), ...seedsOf('ct-head', 2, 31), ...seedsOf('mr', 2, 41),
  ...seedsOf('us', 1, 51), ...seedsOf('xray', 1, 61), ...seedsOf('photo', 1, 71),
];

export const CONTEXT = {
  'ct-abdomen': { problem: 0, terms: { modality: ['ct'], anatomy: ['liver'] }, text: 'Incidental finding in the upper abdomen; no known cancer.', organ: 'liver', wrong: ['spleen', 'right kidney', 'pancreas'] },
  'ct-chest': { problem: 1, terms: { modality: ['ct'], anatomy: ['chest'] }, text: 'Nodule seen on a radiograph; former smoker.', organ: 'lung', wrong: ['heart', 'chest wall', 'mediastinum'] },
  'ct-head': { problem: 2, terms: { modality: ['ct'], anatomy: ['head'] }, text: 'Sudden headache, no trauma.', organ: 'brain', wrong: ['skull', 'orbit', 'scalp'] },
  mr: { problem: 3, terms: { modality: ['mr'], anatomy: ['head'] }, text: 'First seizure; before surgery.', organ: 'brain', wrong: ['skull', 'orbit', 'scalp'] },
  us: { problem: 4, terms: { modality: ['us'], anatomy: ['abdomen'] }, text: 'Pain in the right upper abdomen.', organ: 'abdominal soft tissue', wrong: ['bone', 'heart', 'thyroid'] },
  xray: { problem: 1, terms: { modality: ['xr'], anatomy: ['chest'] }, text: 'Cough for six weeks.', organ: 'lung', wrong: ['heart', 'clavicle', 'diaphragm'] },
  photo: { problem: 0, terms: { modality: ['photo'], anatomy: ['skin'] }, text: 'A spot that has changed within three months.', organ: 'skin', wrong: ['nail', 'mucosa', 'eye'] },
};
