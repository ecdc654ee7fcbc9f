// What the caller of DICOMweb may see, by UID: instances of assets that visible_asset would give, and nothing
// else. Whatever is not visible is not there.
#pragma once

#include "blob/store.h"
#include "contribution/rows.h"
#include "http/request.h"
#include "imaging/dicom/file_reader.h"
#include "imaging/dicomweb/query.h"
#include "imaging/mapped_file.h"
#include "work/unit.h"

#include <filesystem>
#include <string>
#include <vector>

namespace medal::api {

/// How many series, newest first, a search that names no study looks at.
inline constexpr std::size_t kMaxSearchedSeries = 2000;

struct Uids {
    std::string study;
    std::string series{};
    std::string instance{};
};

/// As the address names them, empty where it does not.
Uids uids_of(const http::Request& request);

struct SeenInstance {
    contribution::DicomInstanceRow row;
    std::string modality;
};

/// Throws Error{not_found, "dicomweb.not_found"} where nothing of it may be seen.
std::vector<SeenInstance> seen_by_uid(work::Unit& unit, const Uids& uids);

struct Search {
    imaging::dicomweb::Level level = imaging::dicomweb::Level::study;
    imaging::dicomweb::Query query;
    /// Empty where the address names none.
    Uids within{};
};

struct SearchResult {
    std::vector<imaging::dicomweb::Record> records;
    /// There are more series than kMaxSearchedSeries.
    bool is_cut_short = false;
    /// More match than the limit lets through.
    bool has_more = false;
};

SearchResult search(work::Unit& unit, const Search& search);

/// A stored file, opened and scanned; movable, never outlived by what `data` points to.
struct OpenInstance {
    std::filesystem::path path;
    imaging::MappedFile file;
    imaging::dicom::DataSet data;
};
OpenInstance open_instance(blob::Store& blobs, const contribution::DicomInstanceRow& row);

/// The whole metadata of an instance, with the addresses of its long binaries.
imaging::dicomweb::Record metadata_of(work::Unit& unit, const contribution::DicomInstanceRow& row);

}  // namespace medal::api
