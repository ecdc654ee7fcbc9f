#include "imaging/dicom/directory.h"

#include <algorithm>

namespace medal::imaging::dicom {
namespace {

constexpr Tag kRecords{0x00041220}, kRecordType{0x00041430}, kFileId{0x00041500};
constexpr std::string_view kDirectoryClass = "1.2.840.10008.1.3.10";
/// The meta group of real files ends long before.
constexpr std::size_t kSearchedHead_bytes = 1024;

std::string upper(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
    });
    return result;
}

/// "IMAGE1.;1" of a compact disc is "IMAGE1" of the index.
std::string_view without_version(std::string_view name) {
    const auto mark = name.rfind(';');
    if (mark != std::string_view::npos) name = name.substr(0, mark);
    while (!name.empty() && (name.back() == '.' || name.back() == ' ')) name.remove_suffix(1);
    return name;
}

}  // namespace

bool looks_like_directory(Bytes file) {
    if (!has_text_at(file, 128, "DICM")) return false;
    const auto head = text_of(file.first(std::min(file.size(), kSearchedHead_bytes)));
    const auto at = head.find(kDirectoryClass);
    if (at == std::string_view::npos) return false;
    const auto behind = head.substr(at + kDirectoryClass.size()).substr(0, 1);
    return behind.find_first_of("0123456789.") == std::string_view::npos;
}

bool is_directory(const DataSet& data) {
    return data.find(kRecords) != nullptr;
}

std::string file_key(std::string_view place) {
    std::string key;
    std::size_t begin = 0;
    while (begin <= place.size()) {
        const auto end = std::min(place.find_first_of("/\\", begin), place.size());
        const auto name = trimmed(place.substr(begin, end - begin));
        begin = end + 1;
        if (name == "..") return {};
        if (name.empty() || name == ".") continue;
        if (!key.empty()) key += '/';
        key += upper(without_version(name));
    }
    return key;
}

std::vector<std::string> listed_files(const DataSet& data) {
    std::vector<std::string> files;
    for (const auto& element : data.elements) {
        if (element.tag != kFileId || element.kind != Kind::value || element.length == 0) continue;
        auto key = file_key(text_of(data.value(element)));
        if (!key.empty()) files.push_back(std::move(key));
    }
    return files;
}

DirectoryCounts count_records(const DataSet& data) {
    DirectoryCounts counts;
    for (const auto& element : data.elements) {
        if (element.kind != Kind::value) continue;
        if (element.tag == kFileId && element.length > 0) ++counts.files;
        if (element.tag != kRecordType) continue;
        const auto type = data.text(element);
        counts.patients += type == "PATIENT" ? 1 : 0;
        counts.studies += type == "STUDY" ? 1 : 0;
        counts.series += type == "SERIES" ? 1 : 0;
    }
    return counts;
}

}  // namespace medal::imaging::dicom
