// The folder that a release is given away as. Stable format "medal-release-1":
//   release.json            the manifest: what this is, and the SHA-256 of every other file
//   release.json.minisig    its signature; medal.pub, the key (compare it with the one the site shows)
//   items.jsonl             one PackageItem a line, in the order of item ids
//   answers.jsonl           one PackageAnswer a line, of the split public-dev only
//   images/<asset>/<n>.dcm  frames in shown order, from 0; other kinds with the extension of their kind
#pragma once

#include "answers/types.h"
#include "base/hash.h"
#include "base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/describe.hpp>

namespace medal::release {

constexpr std::string_view kPackageFormat = "medal-release-1";
constexpr std::string_view kManifestFile = "release.json";
constexpr std::string_view kSignatureFile = "release.json.minisig";
constexpr std::string_view kPublicKeyFile = "medal.pub";
constexpr std::string_view kItemsFile = "items.jsonl";
constexpr std::string_view kAnswersFile = "answers.jsonl";

enum class Split { public_dev, public_test, private_ };

}  // namespace medal::release

/// Written with a dash, as everybody says it: "public-dev", "public-test", "private".
template <>
struct medal::base::Scalar<medal::release::Split> {
    static constexpr std::string_view kFormat = "split";
    static std::string to_text(const medal::release::Split& split);
    static std::optional<medal::release::Split> parse(std::string_view text);
};

namespace medal::release {

/// One file of the folder; `path` is relative, with forward slashes, without "..".
struct PackageFile {
    std::string path;
    base::Sha256 sha256;
    std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(PackageFile, (), (path, sha256, bytes))

struct SplitCount {
    Split split = Split::public_dev;
    std::int64_t items = 0;
    std::int64_t cases = 0;
};
BOOST_DESCRIBE_STRUCT(SplitCount, (), (split, items, cases))

struct Manifest {
    std::string format{kPackageFormat};
    std::string release_id;
    std::string campaign;
    std::string name;
    std::string version;
    std::string notes;
    base::Instant frozen_at;
    /// Says that this text belongs to a benchmark and must not be trained on.
    std::string canary;
    std::vector<SplitCount> splits;
    std::vector<PackageFile> files;
};
BOOST_DESCRIBE_STRUCT(Manifest, (),
                      (format, release_id, campaign, name, version, notes, frozen_at, canary, splits, files))

/// An image (or a stack of frames) that belongs to an item.
struct PackageAsset {
    std::string asset_id;
    /// dicom_series or raster
    std::string kind;
    std::optional<std::string> modality;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::vector<std::string> files;
};
BOOST_DESCRIBE_STRUCT(PackageAsset, (), (asset_id, kind, modality, rows, columns, files))

struct PackageItem {
    std::string item_id;
    std::int64_t item_version = 1;
    Split split = Split::public_dev;
    /// Pseudonyms of patient and site: the units of clustering.
    std::string patient_key;
    std::string site_key;
    std::string problem_id;
    std::string stem;
    std::string language;
    std::string clinical_context;
    answers::AnswerSpec answer_spec;
    std::string reference_standard;
    std::string licence;
    std::vector<PackageAsset> assets;
};
BOOST_DESCRIBE_STRUCT(PackageItem, (),
                      (item_id, item_version, split, patient_key, site_key, problem_id, stem, language,
                       clinical_context, answer_spec, reference_standard, licence, assets))

struct PackageAnswer {
    std::string item_id;
    answers::Reference reference;
    std::string rationale;
};
BOOST_DESCRIBE_STRUCT(PackageAnswer, (), (item_id, reference, rationale))

}  // namespace medal::release
