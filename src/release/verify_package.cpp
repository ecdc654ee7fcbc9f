#include "release/verify_package.h"

#include "base/error.h"
#include "base/json.h"
#include "release/package.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace medal::release {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMaxManifestBytes = 512U << 20;
constexpr std::size_t kReadBytes = 1 << 20;

std::optional<std::string> read_text(const fs::path& path) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    if (error || size > kMaxManifestBytes) return std::nullopt;
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return file ? std::optional{text.str()} : std::nullopt;
}

base::Sha256 hash_file(const fs::path& path) {
    base::Sha256Stream stream;
    std::ifstream file{path, std::ios::binary};
    std::string buffer(kReadBytes, '\0');
    while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || file.gcount() > 0) {
        stream.update(base::bytes_of({buffer.data(), static_cast<std::size_t>(file.gcount())}));
    }
    return stream.finish();
}

bool is_inside(const std::string& path) {
    const fs::path relative{path};
    return !path.empty() && relative.is_relative() &&
           std::none_of(relative.begin(), relative.end(), [](const fs::path& part) { return part == ".."; });
}

bool is_frame(const std::string& name) {
    return name == kManifestFile || name == kSignatureFile || name == kPublicKeyFile;
}

class Verification {
  public:
    explicit Verification(const fs::path& folder) : folder_(folder) {}

    PackageVerdict run(const std::optional<PublicKey>& key) {
        const auto manifest_text = read_text(folder_ / kManifestFile);
        if (!manifest_text) {
            add("missing", std::string{kManifestFile}, "The manifest is missing or cannot be read.");
            return finish();
        }
        check_signature(*manifest_text, key);
        const auto manifest = parse(*manifest_text);
        if (!manifest) return finish();
        verdict_.release_id = manifest->release_id;
        verdict_.name = manifest->name;
        verdict_.version = manifest->version;
        check_files(*manifest);
        check_nothing_extra(*manifest);
        check_seal();
        return finish();
    }

  private:
    void add(std::string code, std::string path, std::string message) {
        verdict_.faults.push_back({std::move(code), std::move(path), std::move(message)});
    }

    PackageVerdict finish() {
        verdict_.intact = verdict_.faults.empty();
        return verdict_;
    }

    std::optional<Manifest> parse(const std::string& text) {
        try {
            auto manifest = base::from_json<Manifest>(text);
            if (manifest.format == kPackageFormat) return manifest;
            add("format", std::string{kManifestFile}, "This format is not known to this version.");
        } catch (const base::Error& error) {
            add("format", std::string{kManifestFile}, error.message());
        }
        return std::nullopt;
    }

    void check_signature(const std::string& manifest, const std::optional<PublicKey>& key) {
        const auto signature = read_text(folder_ / kSignatureFile);
        if (!signature) {
            add("signature", std::string{kSignatureFile}, "The signature is missing.");
            return;
        }
        const auto used = key ? key : own_key();
        if (used && !verify(*used, manifest, *signature)) {
            add("signature", std::string{kSignatureFile},
                "The manifest was changed, or another key signed it.");
        }
    }

    std::optional<PublicKey> own_key() {
        const auto text = read_text(folder_ / kPublicKeyFile);
        try {
            if (text) return parse_public_key(*text);
            add("key", std::string{kPublicKeyFile}, "The public key is missing; give one with --public-key.");
        } catch (const base::Error& error) {
            add("key", std::string{kPublicKeyFile}, error.message());
        }
        return std::nullopt;
    }

    void check_files(const Manifest& manifest) {
        for (const auto& file : manifest.files) {
            ++verdict_.files;
            std::error_code error;
            if (!is_inside(file.path)) {
                add("path", file.path, "The path leads out of the folder.");
            } else if (const auto path = folder_ / file.path; !fs::is_regular_file(path, error)) {
                add("missing", file.path, "The file is missing.");
            } else if (hash_file(path) != file.sha256) {
                add("changed", file.path, "The file is not the one that was released.");
            }
        }
    }

    void check_nothing_extra(const Manifest& manifest) {
        std::set<std::string> known;
        for (const auto& file : manifest.files) known.insert(file.path);
        for (const auto& entry : fs::recursive_directory_iterator{folder_}) {
            const auto name = fs::relative(entry.path(), folder_).generic_string();
            if (entry.is_directory() || is_frame(name) || known.contains(name)) continue;
            add("extra", name, "The file does not belong to the release.");
        }
    }

    // An answer may be here only for an item of public-dev (DOMAIN.md, rule 3).
    void check_seal() {
        std::set<std::string> open;
        read_lines<PackageItem>(kItemsFile, [&](const PackageItem& item) {
            if (item.split == Split::public_dev) open.insert(item.item_id);
        });
        read_lines<PackageAnswer>(kAnswersFile, [&](const PackageAnswer& answer) {
            if (open.contains(answer.item_id)) return;
            add("sealed", std::string{kAnswersFile},
                "There is an answer to the sealed item " + answer.item_id + ".");
        });
    }

    template <class Line, class Visit>
    void read_lines(std::string_view name, Visit&& visit) {
        std::ifstream file{folder_ / name};
        std::string line;
        for (int number = 1; std::getline(file, line); ++number) {
            try {
                visit(base::from_json<Line>(line));
            } catch (const base::Error& error) {
                add("format", std::string{name}, "Line " + std::to_string(number) + ": " + error.message());
                return;
            }
        }
    }

    fs::path folder_;
    PackageVerdict verdict_;
};

}  // namespace

PackageVerdict verify_package(const fs::path& folder, const std::optional<PublicKey>& key) {
    if (!fs::is_directory(folder)) {
        throw base::Error{base::ErrorKind::not_found,
                          "release.no_folder",
                          "There is no such folder.",
                          {.field = folder.string(), .hint = "Give the folder that holds release.json."}};
    }
    return Verification{folder}.run(key);
}

}  // namespace medal::release
