#include "imaging/deid/vocabulary.h"

#include "imaging/dicom/dictionary.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace medal::imaging::deid {
namespace {

constexpr std::string_view kClinicalWords =
    "abdomen abdominal abscess acute adrenal after airway angio angiogram angiography ankle anterior aorta "
    "aortic "
    "appendix arch arm arterial artery ascites atelectasis axial axilla back before bilateral biopsy bladder "
    "blood "
    "body bolus bone bowel brain breast bronchial calcification calf cancer carcinoma cardiac carotid "
    "catheter "
    "cava central cerebellum cerebral cervical chest chronic cine clinical coil colon comparison complete "
    "consolidation "
    "contrast contrasted coronal coronary cortical cough cranial cyst decubitus delayed dense diffusion disc "
    "discharge disease dixon dorsal dose duodenum dynamic early echo edema effusion elbow emergency "
    "endoscopic "
    "enhanced enhancement equilibrium esophagus exam examination excretory expiration extremity face facial "
    "fast female femoral femur fetal fever fibula field film finger findings first fistula flair flank flow "
    "follow "
    "foot forearm fracture frontal fundus fusion gallbladder gated gland gradient grid groin hand head heart "
    "heel "
    "helical hemorrhage hepatic hernia high hilar hip history horizontal humerus hydronephrosis iliac image "
    "imaging "
    "impression infarct infection inferior inguinal injection inspiration interval intestine intravenous "
    "joint "
    "kidney knee known lateral left lesion ligament limited limb liver lobe localizer locator long loss low "
    "lower lumbar lung lymph lymphoma male mammogram mammography mandible mass maxilla medial mediastinum "
    "metastases metastasis metastatic midline mild minimal moderate motion multi muscle myocardial nasal "
    "native "
    "neck needle negative neoplasm nephrogenic nerve neuro nodule none normal nose nuclear oblique occipital "
    "optic oral orbit ovary pain pancreas parenchymal parietal patient pelvic pelvis perfusion pericardial "
    "phase plain planes pleural pneumonia pneumothorax portable portal positive possible post posterior "
    "postop "
    "postoperative pregnancy preop preoperative prior probable prone prostate protocol proximal pulmonary "
    "quick "
    "radiograph radius rectal rectum renal reports reformat request rest resting retina retrograde review "
    "rib ribs right "
    "routine sacrum sagittal scan scout screening seizure sella series shoulder sinus sinuses skeletal skull "
    "small soft "
    "spine spiral spleen splenic stage standard standing status stenosis sternum stomach stone stress stroke "
    "study "
    "subcutaneous superior supine surgery survey swelling temporal tendon test thick thigh thin thoracic "
    "thorax "
    "thrombus thumb thyroid tibia tissue toe total transverse trauma trachea triphasic tumor tumour ulna "
    "ultrasound "
    "unenhanced unilateral upper upright ureter urethra urogram urography uterus vascular vein venous "
    "ventral "
    "ventricle vertebra vessel view views volume weighted whole window with without wrist xray year years "
    "abdominal-pelvic becken bauch brust kopf lunge leber niere schaedel wirbelsaeule knie hals nativ "
    "kontrastmittel "
    "thoraxaufnahme befund untersuchung and for from the of per via call about see seen lives reported "
    "report "
    "states complains denies male female man woman pending unknown reason order ordered technique quality "
    "image";

/// Words in which coded concepts are written (tools/imaging/code_words.py).
constexpr std::string_view kCodeWords[] = {
#include "code_words.inc"
};

/// Words that descriptions of images are made of, in the languages in which scanners are used. None that is
/// an eponym or a common name: such a word would hide a person of whom nothing is known.
constexpr std::string_view kTradeWords =
#include "imaging/deid/trade_words.inc"
    ;

/// Endings of Greek and Latin that make a word one of medicine ("gastritis", "sialogram"), from a length on
/// at which family names hardly have them.
struct Ending {
    std::string_view letters;
    std::size_t shortest_word;
};
constexpr Ending kEndings[] = {
    {"itis", 7},        {"osis", 7},     {"iasis", 8},    {"algia", 8},    {"emia", 9},     {"plasia", 8},
    {"plasty", 9},      {"trophy", 8},   {"pathy", 9},    {"tomy", 8},     {"stomy", 8},    {"scopy", 8},
    {"graphy", 9},      {"graphic", 9},  {"gram", 9},     {"megaly", 9},   {"uria", 7},     {"noma", 8},
    {"toma", 8},        {"lioma", 8},    {"ectasis", 9},  {"ectasia", 9},  {"cele", 9},     {"lith", 9},
    {"ation", 7},       {"ition", 8},    {"ction", 8},    {"ular", 8},     {"tomic", 8},    {"otic", 8},
    {"ural", 8},        {"eous", 8},     {"fibrosis", 8}, {"ology", 8},    {"ological", 9}, {"scopic", 9},
    {"ventricular", 9}, {"cervical", 8}, {"lumbar", 6},   {"thoracic", 8}, {"femoral", 7},
};

/// What code meanings and headings of reports write with a capital.
constexpr std::string_view kHeadingWords =
    "second third fourth fifth quarter quartile half section heading electrode placement text title summary "
    "conclusion conclusions indication indications recommendation recommendations addendum";

constexpr std::string_view kMonths =
    "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august "
    "september "
    "october november december januar februar märz maerz mai juni juli oktober dezember okt dez janvier "
    "février mars "
    "avril juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio "
    "agosto "
    "septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre "
    "dicembre "
    "janeiro fevereiro março maio junho julho setembro outubro novembro dezembro januari februari maart mei "
    "augustus "
    "augusti marts maj stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października "
    "listopada "
    "grudnia ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık января февраля марта "
    "апреля "
    "мая июня июля августа сентября октября ноября декабря";

std::unordered_set<std::string_view> words_of(std::string_view text) {
    std::unordered_set<std::string_view> words;
    std::size_t begin = 0;
    while (begin < text.size()) {
        const auto end = std::min(text.find(' ', begin), text.size());
        words.insert(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return words;
}

bool has_ending(std::string_view word) {
    return std::any_of(std::begin(kEndings), std::end(kEndings), [&](const Ending& ending) {
        return word.size() >= ending.shortest_word && word.ends_with(ending.letters);
    });
}

}  // namespace

bool is_clinical_word(std::string_view word) {
    static const auto words = [] {
        auto all = words_of(kClinicalWords);
        all.merge(words_of(kHeadingWords));
        all.insert(std::begin(kCodeWords), std::end(kCodeWords));
        return all;
    }();
    return words.contains(word) || dicom::is_dictionary_word(word);
}

bool is_trade_word(std::string_view word) {
    static const auto words = words_of(kTradeWords);
    return words.contains(word) || has_ending(word) || is_clinical_word(word);
}

bool is_code(std::string_view word) {
    static const auto codes = words_of("norm primary secondary original derived max min mean axial other");
    return codes.contains(word) || is_clinical_word(word);
}

bool is_month(std::string_view word) {
    static const auto months = words_of(kMonths);
    return months.contains(word);
}

}  // namespace medal::imaging::deid
