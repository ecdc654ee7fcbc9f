#include "imaging/worker/wire.h"

#include "base/error.h"
#include "base/json.h"
#include "imaging/sandbox/message.h"

#include <charconv>

namespace medal::imaging::worker {
namespace {

using sandbox::packed;
using sandbox::unpacked;

struct CollectedPlain {
    FileKind kind = FileKind::unknown;
    Findings findings;
    std::string encoding;
    std::uint64_t bytes = 0;
    std::uint64_t pixels_offset = 0;
    std::uint64_t pixels_length = 0;
    std::optional<std::string> packed_pixels_sha256;
    deid::TextRisk text_risk = deid::TextRisk::none;
    /// 0 where it is no slide.
    std::int64_t slide_columns = 0;
    std::int64_t slide_rows = 0;
};
BOOST_DESCRIBE_STRUCT(CollectedPlain, (),
                      (kind, findings, encoding, bytes, pixels_offset, pixels_length, packed_pixels_sha256,
                       text_risk, slide_columns, slide_rows))

struct SlidePartsPlain {
    slide_set::SetKind kind = slide_set::SetKind::mirax;
    std::vector<slide_set::PartRole> roles;
};
BOOST_DESCRIBE_STRUCT(SlidePartsPlain, (), (kind, roles))

struct ResultPlain {
    deid::FileStatus status = deid::FileStatus::refused;
    FileKind kind = FileKind::unknown;
    std::string reason;
    Findings findings;
    std::uint64_t leaks = 0;
    deid::TextReport burned_in;
    std::string ending;
};
BOOST_DESCRIBE_STRUCT(ResultPlain, (), (status, kind, reason, findings, leaks, burned_in, ending))

constexpr std::size_t kActionFields = 6;
/// In place of actions; nothing that is packed looks so.
constexpr std::string_view kAsBefore = "as before";

[[noreturn]] void fail_damaged() {
    base::fail_internal("a message of a sandboxed worker is damaged");
}

Fields fields_of(std::string_view text, std::size_t count) {
    auto fields = unpacked(text);
    if (fields.size() != count) fail_damaged();
    return fields;
}

std::uint64_t count_from_wire(std::string_view text) {
    std::uint64_t count = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) fail_damaged();
    return count;
}

std::vector<deid::SlideFile> slide_files_from_wire(std::string_view text) {
    const auto fields = unpacked(text);
    if (fields.size() % 4 != 0) fail_damaged();
    std::vector<deid::SlideFile> files;
    for (std::size_t i = 0; i < fields.size(); i += 4) {
        files.push_back({fields[i], fields[i + 1], static_cast<std::int64_t>(count_from_wire(fields[i + 2])),
                         static_cast<std::int64_t>(count_from_wire(fields[i + 3]))});
    }
    return files;
}

std::string set_to_wire(const deid::Identifiers::TextSet& values) {
    return packed({values.begin(), values.end()});
}

deid::Identifiers::TextSet set_from_wire(std::string_view text) {
    auto fields = unpacked(text);
    return {std::make_move_iterator(fields.begin()), std::make_move_iterator(fields.end())};
}

std::string to_wire(const deid::Identifiers& identifiers) {
    const auto& values = identifiers.reveal();
    return packed({set_to_wire(values.name_parts), set_to_wire(values.phrases), set_to_wire(values.raw_parts),
                   set_to_wire(values.uids), set_to_wire(values.birth_dates),
                   set_to_wire(values.full_names)});
}

deid::Identifiers identifiers_from_wire(std::string_view text) {
    const auto fields = fields_of(text, 6);
    deid::Identifiers::Values values;
    values.name_parts = set_from_wire(fields[0]);
    values.phrases = set_from_wire(fields[1]);
    values.raw_parts = set_from_wire(fields[2]);
    values.uids = set_from_wire(fields[3]);
    values.birth_dates = set_from_wire(fields[4]);
    values.full_names = set_from_wire(fields[5]);
    return deid::Identifiers{std::move(values)};
}

std::string to_wire(const std::optional<deid::SlideParts>& parts) {
    if (!parts) return {};
    return packed({base::to_json(SlidePartsPlain{parts->kind, parts->roles}),
                   packed(parts->names.reveal_identifier())});
}

std::string to_wire(const deid::Collected& collected) {
    const auto slide = collected.slide.value_or(deid::Collected::SlideSides{});
    return packed({base::to_json(CollectedPlain{collected.kind, collected.findings, collected.encoding,
                                                collected.bytes, collected.pixels.offset,
                                                collected.pixels.length, collected.packed_pixels_sha256,
                                                collected.text_risk, slide.columns, slide.rows}),
                   to_wire(collected.identifiers), collected.patient_id.reveal_identifier(),
                   collected.study_uid.reveal_identifier(), collected.series_uid.reveal_identifier(),
                   collected.instance_uid.reveal_identifier(),
                   collected.listed_files ? packed(collected.listed_files->reveal_identifier()) : "",
                   collected.listed_files ? "index" : "file", to_wire(collected.slide_parts)});
}

std::optional<deid::SlideParts> slide_parts_from_wire(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto fields = fields_of(text, 2);
    auto plain = base::from_json<SlidePartsPlain>(fields[0]);
    auto names = unpacked(fields[1]);
    if (names.size() != plain.roles.size()) fail_damaged();
    return deid::SlideParts{plain.kind, std::move(plain.roles),
                            base::Identifying<std::vector<std::string>>{std::move(names)}};
}

deid::Collected collected_from_wire(std::string_view text) {
    auto fields = fields_of(text, 9);
    auto plain = base::from_json<CollectedPlain>(fields[0]);
    const auto identifying = [&](std::size_t i) { return base::Identifying<std::string>{fields[i]}; };
    deid::Collected collected;
    collected.bytes = plain.bytes;
    collected.kind = plain.kind;
    collected.findings = std::move(plain.findings);
    collected.identifiers = identifiers_from_wire(fields[1]);
    collected.patient_id = identifying(2);
    collected.study_uid = identifying(3);
    collected.series_uid = identifying(4);
    collected.instance_uid = identifying(5);
    collected.encoding = std::move(plain.encoding);
    collected.pixels = {plain.pixels_offset, plain.pixels_length};
    collected.packed_pixels_sha256 = std::move(plain.packed_pixels_sha256);
    collected.text_risk = plain.text_risk;
    if (plain.slide_columns > 0 && plain.slide_rows > 0) {
        collected.slide = deid::Collected::SlideSides{plain.slide_columns, plain.slide_rows};
    }
    if (fields[7] == "index") {
        collected.listed_files = base::Identifying<std::vector<std::string>>{unpacked(fields[6])};
    }
    collected.slide_parts = slide_parts_from_wire(fields[8]);
    return collected;
}

std::string to_wire(const deid::OpenedInput& opened) {
    Fields members;
    if (opened.members) {
        for (const auto& member : *opened.members) {
            members.push_back(member.name);
            members.push_back(std::to_string(member.bytes));
        }
    }
    return packed({to_wire(opened.collected), opened.members ? "archive" : "file", packed(members),
                   base::to_json(opened.refused)});
}

deid::OpenedInput one_opened_from_wire(std::string_view text) {
    const auto fields = fields_of(text, 4);
    deid::OpenedInput opened;
    opened.collected = collected_from_wire(fields[0]);
    opened.refused = base::from_json<std::optional<Finding>>(fields[3]);
    if (fields[1] != "archive") return opened;
    const auto members = unpacked(fields[2]);
    opened.members.emplace();
    for (std::size_t i = 0; i + 1 < members.size(); i += 2) {
        opened.members->push_back({members[i], std::stoull(members[i + 1])});
    }
    return opened;
}

std::string to_wire(const std::vector<deid::ReportAction>& actions) {
    Fields fields;
    fields.reserve(actions.size() * kActionFields);
    for (const auto& [tag, keyword, action, option, reason, count] : actions) {
        fields.insert(fields.end(), {tag, keyword, action, option, reason, std::to_string(count)});
    }
    return packed(fields);
}

std::vector<deid::ReportAction> actions_from_wire(std::string_view text) {
    auto fields = unpacked(text);
    if (fields.size() % kActionFields != 0) fail_damaged();
    std::vector<deid::ReportAction> actions;
    actions.reserve(fields.size() / kActionFields);
    for (std::size_t i = 0; i < fields.size(); i += kActionFields) {
        actions.push_back({std::move(fields[i]), std::move(fields[i + 1]), std::move(fields[i + 2]),
                           std::move(fields[i + 3]), std::move(fields[i + 4]),
                           count_from_wire(fields[i + 5])});
    }
    return actions;
}

}  // namespace

std::string to_wire(const std::vector<deid::OpenedInput>& opened) {
    Fields fields;
    for (const auto& one : opened) fields.push_back(to_wire(one));
    return packed(fields);
}

std::vector<deid::OpenedInput> opened_from_wire(std::string_view text) {
    std::vector<deid::OpenedInput> opened;
    for (const auto& field : unpacked(text)) opened.push_back(one_opened_from_wire(field));
    return opened;
}

/// Actions are many, and the same in most files of a series: they travel packed, which takes a fifth of the
/// time that JSON takes, and once for all neighbours that have the same ones.
std::string to_wire(const std::vector<deid::DeidResult>& results) {
    Fields fields;
    fields.reserve(results.size() * 2);
    for (std::size_t i = 0; i < results.size(); ++i) {
        const auto& result = results[i];
        fields.push_back(base::to_json(ResultPlain{result.status, result.kind, result.reason, result.findings,
                                                   result.leaks, result.burned_in, result.ending}));
        const bool is_as_before = i > 0 && result.actions == results[i - 1].actions;
        fields.push_back(is_as_before ? std::string{kAsBefore} : to_wire(result.actions));
    }
    return packed(fields);
}

std::vector<deid::DeidResult> results_from_wire(std::string_view text) {
    const auto fields = unpacked(text);
    if (fields.size() % 2 != 0) fail_damaged();
    std::vector<deid::DeidResult> results;
    results.reserve(fields.size() / 2);
    for (std::size_t i = 0; i < fields.size(); i += 2) {
        auto plain = base::from_json<ResultPlain>(fields[i]);
        const bool is_as_before = !results.empty() && fields[i + 1] == kAsBefore;
        auto actions = is_as_before ? results.back().actions : actions_from_wire(fields[i + 1]);
        results.push_back({plain.status, plain.kind, std::move(plain.reason), std::move(plain.findings),
                           std::move(actions), plain.leaks, std::move(plain.burned_in),
                           std::move(plain.ending)});
    }
    return results;
}

std::string context_to_wire(const deid::RewriteTask& task, std::span<const deid::SlideFile> slide_files) {
    Fields slides;
    for (const auto& slide : slide_files) {
        slides.insert(slides.end(), {slide.file.string(), slide.series_uid, std::to_string(slide.columns),
                                     std::to_string(slide.rows)});
    }
    const auto& key = task.secrets.reveal_key();
    return packed({base::to_json(task.profile),
                   std::string{reinterpret_cast<const char*>(key.data()), key.size()},
                   task.secrets.given_pseudonym(), to_wire(task.subject.identifiers),
                   task.subject.key.reveal_identifier(), packed(slides)});
}

PatientContext context_from_wire(std::string_view text) {
    const auto fields = fields_of(text, 6);
    deid::StudySecrets::Key key{};
    if (fields[1].size() != key.size()) fail_damaged();
    std::copy_n(reinterpret_cast<const std::byte*>(fields[1].data()), key.size(), key.begin());
    return {base::from_json<deid::Profile>(fields[0]), deid::StudySecrets{key, fields[2]},
            identifiers_from_wire(fields[3]), base::Identifying<std::string>{fields[4]},
            slide_files_from_wire(fields[5])};
}

}  // namespace medal::imaging::worker
