#include "release/package.h"

#include "base/json.h"
#include "release/signature.h"
#include "release/verify_package.h"
#include "support/temporary_folder.h"

#include <fstream>

#include <gtest/gtest.h>

namespace medal::release {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary} << text;
}

class ReleaseFolder : public ::testing::Test {
  protected:
    void SetUp() override {
        add("items.jsonl", base::to_json(item("i1", Split::public_dev)) + "\n" +
                               base::to_json(item("i2", Split::public_test)) + "\n");
        add("answers.jsonl", base::to_json(PackageAnswer{"i1", answers::NumberReference{}, "seen"}) + "\n");
        add("images/a/0.png", "not really a picture");
        sign_folder();
    }

    static PackageItem item(const std::string& id, Split split) {
        PackageItem made;
        made.item_id = id;
        made.split = split;
        made.answer_spec = answers::NumberSpec{"mm"};
        return made;
    }

    void add(const std::string& path, const std::string& text) {
        write(folder_ / path, text);
        manifest_.files.push_back({path, base::sha256(text), static_cast<std::int64_t>(text.size())});
    }

    void sign_folder() {
        const auto text = base::to_json(manifest_);
        write(folder_ / kManifestFile, text);
        write(folder_ / kSignatureFile, sign(key_, text, "test"));
        write(folder_ / kPublicKeyFile, public_key_text(key_.public_key));
    }

    std::string first_fault(const std::optional<PublicKey>& key = {}) {
        const auto verdict = verify_package(folder_.path(), key);
        return verdict.faults.empty() ? "" : verdict.faults.front().code + " " + verdict.faults.front().path;
    }

    testing::TemporaryFolder folder_;
    Manifest manifest_;
    SecretKey key_ = make_key_pair();
};

TEST_F(ReleaseFolder, an_untouched_folder_is_intact) {
    EXPECT_EQ(first_fault(), "");
    EXPECT_EQ(first_fault(key_.public_key), "");
}

TEST_F(ReleaseFolder, a_changed_a_missing_and_an_extra_file_are_named) {
    write(folder_ / "images/a/0.png", "another picture");
    EXPECT_EQ(first_fault(), "changed images/a/0.png");
    fs::remove(folder_ / "images/a/0.png");
    EXPECT_EQ(first_fault(), "missing images/a/0.png");
    write(folder_ / "images/a/0.png", "not really a picture");
    write(folder_ / "images/a/1.png", "");
    EXPECT_EQ(first_fault(), "extra images/a/1.png");
}

TEST_F(ReleaseFolder, a_changed_manifest_breaks_the_signature) {
    manifest_.name = "another";
    write(folder_ / kManifestFile, base::to_json(manifest_));
    EXPECT_EQ(first_fault(), "signature release.json.minisig");
}

TEST_F(ReleaseFolder, another_key_is_not_believed) {
    EXPECT_EQ(first_fault(make_key_pair().public_key), "signature release.json.minisig");
}

TEST_F(ReleaseFolder, an_answer_to_a_sealed_item_is_a_fault_even_when_signed) {
    manifest_.files.erase(manifest_.files.begin() + 1);
    add("answers.jsonl", base::to_json(PackageAnswer{"i2", answers::NumberReference{}, "leak"}) + "\n");
    sign_folder();
    EXPECT_EQ(first_fault(), "sealed answers.jsonl");
}

TEST_F(ReleaseFolder, a_path_out_of_the_folder_is_refused) {
    manifest_.files.push_back({"../secret", base::sha256(""), 0});
    sign_folder();
    EXPECT_EQ(first_fault(), "path ../secret");
}

TEST(Signature, the_trusted_comment_is_protected_too) {
    const auto key = make_key_pair();
    auto text = sign(key, "message", "version 1");
    EXPECT_TRUE(verify(key.public_key, "message", text));
    text.replace(text.find("version 1"), 9, "version 2");
    EXPECT_FALSE(verify(key.public_key, "message", text));
}

TEST(Signature, keys_survive_their_files) {
    const auto key = make_key_pair();
    const testing::TemporaryFolder folder;
    const auto path = folder / "signing.key";
    save_secret_key(key, path);
    EXPECT_EQ(load_secret_key(path).public_key, key.public_key);
    EXPECT_EQ(parse_public_key(public_key_text(key.public_key)), key.public_key);
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace
}  // namespace medal::release
