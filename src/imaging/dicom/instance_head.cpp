#include "imaging/dicom/instance_head.h"

#include "imaging/dicom/file_reader.h"

#include <algorithm>

namespace medal::imaging::dicom {
namespace {

std::string outermost_uid(const DataSet& data, Tag tag) {
    for (const auto& element : data.elements) {
        if (element.depth != 0 || element.tag != tag || element.kind != Kind::value) continue;
        const auto text = trimmed(text_of(data.value(element)));
        return is_uid(text) ? std::string{text} : std::string{};
    }
    return {};
}

}  // namespace

bool is_uid(std::string_view text) {
    constexpr std::size_t kMaxUid = 64;
    const auto is_part = [](char letter) { return (letter >= '0' && letter <= '9') || letter == '.'; };
    return !text.empty() && text.size() <= kMaxUid && text.front() != '.' && text.back() != '.' &&
           text.find("..") == std::string_view::npos && std::all_of(text.begin(), text.end(), is_part);
}

std::optional<InstanceHead> read_instance_head(Bytes head) {
    const auto data = scan_head(head.first(std::min(head.size(), kInstanceHead_bytes)));
    if (!data) return std::nullopt;
    InstanceHead found{outermost_uid(*data, tags::kSopClass), outermost_uid(*data, tags::kSopInstance),
                       outermost_uid(*data, tags::kStudyInstance)};
    if (found.sop_class_uid.empty() || found.sop_instance_uid.empty()) return std::nullopt;
    return found;
}

}  // namespace medal::imaging::dicom
