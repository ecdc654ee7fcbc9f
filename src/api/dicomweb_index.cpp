#include "api/dicomweb_index.h"

#include "api/asset_access.h"
#include "base/error.h"
#include "contribution/store.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace medal::api {
namespace {

namespace web = imaging::dicomweb;
namespace vr = imaging::dicom::vr;
using contribution::AssetId;
using contribution::DicomInstanceRow;
using imaging::dicom::Tag;
using Group = std::vector<SeenInstance>;

constexpr std::int64_t kPage = 200;
constexpr Tag kStudy{0x0020000D}, kSeries{0x0020000E}, kInstance{0x00080018}, kModalities{0x00080061},
    kStudySeries{0x00201206}, kStudyInstances{0x00201208}, kSeriesInstances{0x00201209},
    kAvailability{0x00080056}, kRetrieveUrl{0x00081190};

std::string address_of(const work::Unit& unit, const Uids& uids) {
    auto address = unit.settings().public_url + "/dicomweb/studies/" + uids.study;
    if (!uids.series.empty()) address += "/series/" + uids.series;
    if (!uids.instance.empty()) address += "/instances/" + uids.instance;
    return address;
}

// Asks for each asset once, however many instances it has.
class Sight {
  public:
    explicit Sight(work::Unit& unit) : unit_(unit) {}

    std::optional<std::string> modality_if_seen(AssetId id) {
        const auto known = seen_.find(id.text());
        if (known != seen_.end()) return known->second;
        const auto asset = contribution::store::load_asset(unit_.db(), id);
        std::optional<std::string> modality;
        if (may_see_asset(unit_, asset)) modality = asset.modality.value_or("");
        return seen_.emplace(id.text(), std::move(modality)).first->second;
    }

    Group only_seen(std::vector<DicomInstanceRow> rows) {
        Group seen;
        for (auto& row : rows) {
            if (auto modality = modality_if_seen(row.asset_id))
                seen.push_back({std::move(row), std::move(*modality)});
        }
        return seen;
    }

  private:
    work::Unit& unit_;
    std::map<std::string, std::optional<std::string>> seen_;
};

Group newest(work::Unit& unit, bool& is_cut_short) {
    Sight sight{unit};
    Group all;
    std::string before;
    for (std::size_t looked = 0;; looked += kPage) {
        const auto ids = contribution::store::dicom_assets(unit.db(), before, kPage);
        if (ids.empty()) return all;
        if (looked >= kMaxSearchedSeries) break;
        for (const auto& id : ids) {
            if (!sight.modality_if_seen(id)) continue;
            auto rows = sight.only_seen(contribution::store::dicom_instances_of(unit.db(), id));
            all.insert(all.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
        }
        before = ids.back().text();
    }
    is_cut_short = true;
    return all;
}

Group candidates(work::Unit& unit, const Search& search, SearchResult& result) {
    // What lies within a study that may not be seen is not there, as if the study were not.
    if (!search.within.study.empty()) return seen_by_uid(unit, search.within);
    const auto study = search.query.single(kStudy);
    if (!study) return newest(unit, result.is_cut_short);
    return Sight{unit}.only_seen(contribution::store::dicom_instances_by_uid(unit.db(), *study, "", ""));
}

std::string key_of(const DicomInstanceRow& row, web::Level level) {
    if (level == web::Level::study) return row.study_uid;
    return level == web::Level::series ? row.study_uid + "/" + row.series_uid
                                       : row.study_uid + "/" + row.series_uid + "/" + row.instance_uid;
}

// In the order in which the first of each was found.
std::vector<Group> grouped(Group all, web::Level level) {
    std::vector<Group> groups;
    std::map<std::string, std::size_t> places;
    for (auto& one : all) {
        const auto [place, is_new] = places.emplace(key_of(one.row, level), groups.size());
        if (is_new) groups.emplace_back();
        groups[place->second].push_back(std::move(one));
    }
    return groups;
}

std::int64_t count_of(const Group& group, std::string DicomInstanceRow::*uid) {
    std::set<std::string> distinct;
    for (const auto& one : group) distinct.insert(one.row.*uid);
    return static_cast<std::int64_t>(distinct.size());
}

void add_counts(web::Record& record, const Group& group, web::Level level) {
    const auto instances = count_of(group, &DicomInstanceRow::instance_uid);
    if (level == web::Level::series) record[kSeriesInstances] = web::number_attribute(vr::IS, instances);
    if (level != web::Level::study) return;
    std::set<std::string> modalities;
    for (const auto& one : group) modalities.insert(one.modality);
    record[kModalities] = web::text_attribute(vr::CS, {modalities.begin(), modalities.end()});
    record[kStudySeries] = web::number_attribute(vr::IS, count_of(group, &DicomInstanceRow::series_uid));
    record[kStudyInstances] = web::number_attribute(vr::IS, instances);
}

web::Record record_of(work::Unit& unit, const Group& group, web::Level level) {
    const auto& first = group.front().row;
    auto record = metadata_of(unit, first);
    Uids uids{first.study_uid};
    if (level != web::Level::study) uids.series = first.series_uid;
    if (level == web::Level::instance) uids.instance = first.instance_uid;
    record[kRetrieveUrl] = web::text_attribute(vr::UR, {address_of(unit, uids)});
    record[kAvailability] = web::text_attribute(vr::CS, {"ONLINE"});
    add_counts(record, group, level);
    return record;
}

// Spares the opening of files that the search's UIDs rule out.
bool may_match(const DicomInstanceRow& row, const Search& search) {
    const auto series = search.query.single(kSeries);
    const auto instance = search.query.single(kInstance);
    if (series && search.level != web::Level::study && *series != row.series_uid) return false;
    return !instance || search.level != web::Level::instance || *instance == row.instance_uid;
}

std::string optional_param(const http::Request& request, std::string_view name) {
    for (const auto& item : request.params) {
        if (item.name == name) return item.value;
    }
    return {};
}

}  // namespace

Uids uids_of(const http::Request& request) {
    return {optional_param(request, "study"), optional_param(request, "series"),
            optional_param(request, "instance")};
}

std::vector<SeenInstance> seen_by_uid(work::Unit& unit, const Uids& uids) {
    auto seen = Sight{unit}.only_seen(
        contribution::store::dicom_instances_by_uid(unit.db(), uids.study, uids.series, uids.instance));
    if (!seen.empty()) return seen;
    throw base::Error{base::ErrorKind::not_found, "dicomweb.not_found",
                      "There is no such study, series or instance, or it is not yours to see."};
}

SearchResult search(work::Unit& unit, const Search& search) {
    SearchResult result;
    std::size_t skipped = 0;
    for (const auto& group : grouped(candidates(unit, search, result), search.level)) {
        if (!may_match(group.front().row, search)) continue;
        const auto record = record_of(unit, group, search.level);
        if (!web::matches(record, search.query.filters)) continue;
        if (skipped++ < search.query.offset) continue;
        result.has_more = result.records.size() == search.query.limit;
        if (result.has_more) break;
        result.records.push_back(web::shown(record, search.query, search.level));
    }
    return result;
}

OpenInstance open_instance(blob::Store& blobs, const DicomInstanceRow& row) {
    auto path = blobs.local_path(row.blob);
    if (!path) throw base::Error{base::ErrorKind::not_found, "blob.missing", "This file is not stored."};
    imaging::MappedFile file{*path};
    auto scan = imaging::dicom::scan_file(file.bytes());
    if (!scan.data) base::fail_internal("a stored instance does not pass the pre-scan");
    return {std::move(*path), std::move(file), std::move(*scan.data)};
}

web::Record metadata_of(work::Unit& unit, const DicomInstanceRow& row) {
    const auto open = open_instance(unit.blobs(), row);
    return web::record_of(open.data,
                          address_of(unit, {row.study_uid, row.series_uid, row.instance_uid}) + "/bulkdata/");
}

}  // namespace medal::api
