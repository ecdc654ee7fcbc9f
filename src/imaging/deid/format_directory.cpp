// DICOMDIR: nothing of the old index is kept. A new one is written over the files that came out: patients,
// studies, series and images from their de-identified headers (PS3.3, F.3 to F.5).
#include "imaging/byte_writer.h"
#include "imaging/deid/element_writer.h"
#include "imaging/deid/formats.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/mapped_file.h"

#include <array>
#include <map>
#include <optional>

namespace medal::imaging::deid {
namespace {

namespace tags = dicom::tags;
namespace vr = dicom::vr;
using dicom::Tag;
using dicom::Vr;

constexpr Tag kFileSetId{0x00041130}, kFirstRoot{0x00041200}, kLastRoot{0x00041202}, kConsistency{0x00041212},
    kRecords{0x00041220}, kNext{0x00041400}, kInUse{0x00041410}, kLower{0x00041420}, kRecordType{0x00041430},
    kFileId{0x00041500}, kClassInFile{0x00041510}, kInstanceInFile{0x00041511}, kSyntaxInFile{0x00041512};

/// What a record repeats of a file; where the file has no value and the record needs one, `otherwise`.
/// nullptr: always empty.
struct Field {
    Tag tag;
    Vr vr;
    const char* otherwise;
};
constexpr std::array kPatientFields{Field{tags::kPatientName, vr::PN, ""},
                                    Field{tags::kPatientId, vr::LO, "UNKNOWN"}};
constexpr std::array kStudyFields{Field{Tag{0x00080020}, vr::DA, "19700101"},
                                  Field{Tag{0x00080030}, vr::TM, "000000"},
                                  Field{Tag{0x00080050}, vr::SH, ""},
                                  Field{Tag{0x00081030}, vr::LO, nullptr},
                                  Field{tags::kStudyInstance, vr::UI, "2.25.0"},
                                  Field{Tag{0x00200010}, vr::SH, "1"}};
constexpr std::array kSeriesFields{Field{tags::kModality, vr::CS, "OT"},
                                   Field{tags::kSeriesInstance, vr::UI, "2.25.0"},
                                   Field{Tag{0x00200011}, vr::IS, "1"}};
constexpr std::array kImageFields{Field{Tag{0x00200013}, vr::IS, "1"}};

struct RecordKind {
    std::string_view sop_class;
    const char* type;
};
/// PS3.3, table F.4-1, for what holds no picture; all else is an IMAGE.
constexpr std::array kKinds{RecordKind{"1.2.840.10008.5.1.4.1.1.88.59", "KEY OBJECT DOC"},
                            RecordKind{"1.2.840.10008.5.1.4.1.1.88.", "SR DOCUMENT"},
                            RecordKind{"1.2.840.10008.5.1.4.1.1.11.", "PRESENTATION"},
                            RecordKind{"1.2.840.10008.5.1.4.1.1.9.", "WAVEFORM"},
                            RecordKind{"1.2.840.10008.5.1.4.1.1.481.2", "RT DOSE"},
                            RecordKind{"1.2.840.10008.5.1.4.1.1.481.3", "RT STRUCTURE SET"},
                            RecordKind{"1.2.840.10008.5.1.4.1.1.481.5", "RT PLAN"},
                            RecordKind{"1.2.840.10008.5.1.4.1.1.66.1", "REGISTRATION"},
                            RecordKind{"1.2.840.10008.5.1.4.1.1.66.2", "FIDUCIAL"},
                            RecordKind{"1.2.840.10008.5.1.4.1.1.67", "VALUE MAP"}};

const char* record_type_of(std::string_view sop_class) {
    for (const auto& kind : kKinds) {
        const bool whole = kind.sop_class.back() != '.';
        if (whole ? sop_class == kind.sop_class : sop_class.starts_with(kind.sop_class)) return kind.type;
    }
    return "IMAGE";
}

/// One record: its own values, and the records below it.
struct Record {
    std::string type;
    std::vector<std::pair<Field, std::string>> values;
    std::string charset;
    std::string file_id;
    std::string sop_class;
    std::string instance;
    std::string syntax;
    std::map<std::string, std::size_t> children_by_key;
    std::vector<Record> children;

    Record& child(const std::string& key, const char* child_type) {
        const auto [found, is_new] = children_by_key.emplace(key, children.size());
        if (is_new) children.emplace_back().type = child_type;
        return children[found->second];
    }
    template <std::size_t N>
    void fill(const dicom::DataSet& data, const std::array<Field, N>& fields) {
        if (!values.empty()) return;
        charset = std::string{charset_of(data)};
        for (const auto& field : fields) {
            const auto text = field.otherwise == nullptr ? std::string_view{} : data.text(field.tag);
            const std::string_view otherwise = field.otherwise == nullptr ? "" : field.otherwise;
            values.emplace_back(field, text.empty() ? otherwise : text);
        }
    }
    static std::string_view charset_of(const dicom::DataSet& data) {
        const auto* element = data.find(tags::kCharacterSet);
        return element != nullptr ? text_of(data.value(*element)) : std::string_view{};
    }
};

void add_file(Record& root, const dicom::DataSet& data, const IndexedFile& file) {
    const auto text = [&](Tag tag) { return std::string{data.text(tag)}; };
    auto& patient = root.child(text(tags::kPatientId), "PATIENT");
    patient.fill(data, kPatientFields);
    auto& study = patient.child(text(tags::kStudyInstance), "STUDY");
    study.fill(data, kStudyFields);
    auto& series = study.child(text(tags::kSeriesInstance), "SERIES");
    series.fill(data, kSeriesFields);
    auto& image = series.child(file.file_id, record_type_of(data.text(tags::kSopClass)));
    image.fill(data, kImageFields);
    image.file_id = file.file_id;
    image.sop_class = text(tags::kSopClass);
    image.instance = text(tags::kSopInstance);
    image.syntax = data.transfer_syntax;
}

std::string number(std::uint64_t value, std::size_t bytes) {
    return stored(value, bytes, Endian::little);
}

/// Offsets are counted from the first byte of the file (PS3.3, F.3.2.2), so the plan must begin there.
class DirectoryWriter {
  public:
    explicit DirectoryWriter(OutputPlan& plan)
        : plan_(plan), writer_(plan, {.explicit_vr = true, .endian = Endian::little}) {}

    void write(const Record& root, const std::string& instance) {
        write_meta(instance);
        writer_.text(kFileSetId, vr::CS, "");
        const auto first = offset(kFirstRoot);
        const auto last = offset(kLastRoot);
        writer_.text(kConsistency, vr::US, number(0, 2));
        const auto sequence = writer_.begin_sequence(kRecords);
        const auto ends = write_siblings(root.children);
        writer_.end(sequence);
        plan_.fill_u32(first, ends.first, Endian::little);
        plan_.fill_u32(last, ends.last, Endian::little);
    }

  private:
    struct Ends {
        std::uint32_t first = 0;
        std::uint32_t last = 0;
    };

    /// An element of four bytes that are known later.
    std::size_t offset(Tag tag) {
        writer_.begin_value(tag, vr::UL, 4);
        return plan_.reserve_u32();
    }

    Ends write_siblings(const std::vector<Record>& records) {
        Ends ends;
        std::optional<std::size_t> next_of_last;
        for (const auto& record : records) {
            const auto at = static_cast<std::uint32_t>(plan_.size());
            if (next_of_last) plan_.fill_u32(*next_of_last, at, Endian::little);
            if (ends.first == 0) ends.first = at;
            ends.last = at;
            next_of_last = write_record(record);
        }
        if (next_of_last) plan_.fill_u32(*next_of_last, 0, Endian::little);
        return ends;
    }

    /// Returns where the offset of its next sibling goes.
    std::size_t write_record(const Record& record) {
        const auto item = writer_.begin_item();
        const auto next = offset(kNext);
        writer_.text(kInUse, vr::US, number(0xFFFF, 2));
        const auto lower = offset(kLower);
        writer_.text(kRecordType, vr::CS, record.type);
        if (!record.file_id.empty()) write_reference(record);
        if (!record.charset.empty()) writer_.text(tags::kCharacterSet, vr::CS, record.charset);
        for (const auto& [field, value] : record.values) writer_.text(field.tag, field.vr, value);
        writer_.end(item);
        plan_.fill_u32(lower, write_siblings(record.children).first, Endian::little);
        return next;
    }

    void write_reference(const Record& record) {
        writer_.text(kFileId, vr::CS, record.file_id);
        writer_.text(kClassInFile, vr::UI, record.sop_class);
        writer_.text(kInstanceInFile, vr::UI, record.instance);
        writer_.text(kSyntaxInFile, vr::UI, record.syntax);
    }

    void write_meta(const std::string& instance) {
        OutputPlan group;
        ElementWriter meta{group, {.explicit_vr = true, .endian = Endian::little}};
        meta.text(Tag{0x00020001}, vr::OB, std::string_view{"\0\1", 2});
        meta.text(Tag{0x00020002}, vr::UI, "1.2.840.10008.1.3.10");
        meta.text(Tag{0x00020003}, vr::UI, instance);
        meta.text(tags::kTransferSyntax, vr::UI, "1.2.840.10008.1.2.1");
        meta.text(Tag{0x00020012}, vr::UI, "2.25.120432811237412936781412734710846571829");
        meta.text(Tag{0x00020013}, vr::SH, "MEDAL_1");
        const auto bytes = group.joined();
        plan_.add(std::string(128, '\0') + "DICM");
        writer_.text(Tag{0x00020000}, vr::UL, number(bytes.size(), 4));
        plan_.add_copied(bytes);
    }

    OutputPlan& plan_;
    ElementWriter writer_;
};

}  // namespace

void write_directory(FormatContext& context) {
    Record root;
    for (const auto& file : *context.indexed) {
        const MappedFile mapped{file.path};
        const auto scan = dicom::scan_file(mapped.bytes());
        if (scan.data) add_file(root, *scan.data, file);
    }
    DirectoryWriter{context.plan}.write(root, context.secrets.uid(text_of(context.file)));
    context.log.add_part("DICOMDIR", "D", "an index with names; written anew over the files that came out");
}

}  // namespace medal::imaging::deid
