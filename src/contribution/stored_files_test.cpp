// The test program itself serves as the sandboxed worker, as `medal imaging-worker` does.
#include "contribution/stored_files.h"

#include "accounts/store.h"
#include "audit/audit.h"
#include "blob/references.h"
#include "campaign/store.h"
#include "contribution/kept_media.h"
#include "contribution/store.h"
#include "contribution/testing_database.h"
#include "imaging/picture/load.h"
#include "imaging/testing_slides.h"
#include "imaging/worker/tasks.h"
#include "jobs/queue.h"
#include "mail/outbox.h"
#include "support/temporary_folder.h"

#include <fstream>
#include <functional>
#include <unistd.h>

#include <gtest/gtest.h>

namespace medal::contribution {
namespace {

namespace fs = std::filesystem;
namespace imaging = medal::imaging;

class ServesAsWorker : public ::testing::Environment {
  public:
    void SetUp() override {
        std::ifstream file{"/proc/self/cmdline"};
        std::string program, argument;
        std::getline(file, program, '\0');
        std::getline(file, argument, '\0');
        if (argument == "imaging-worker") std::_Exit(imaging::worker::serve({}));
    }
};
const auto* const kServesAsWorker =
    ::testing::AddGlobalTestEnvironment(std::make_unique<ServesAsWorker>().release());

constexpr std::uint32_t kSide = 64;

/// One page, not compressed.
std::string tiff(std::uint32_t side) {
    return imaging::slide_file({imaging::strip_image(side, 3, false)});
}

class StoredFiles : public ::testing::Test {
  protected:
    void SetUp() override { make_tables(*database_); }

    /// The crew is bound to folders that are there.
    fs::path made(const std::string& name) const {
        fs::create_directories(folder_ / name);
        return folder_ / name;
    }

    void act(const std::function<void(work::Unit&)>& deed) {
        work::run(shop_, base::system_actor(), db::Access::write, deed);
    }
    template <class T>
    T read(const std::function<T(db::Session&)>& look) {
        return db::transact(*database_, db::Access::read, look);
    }
    bool is_kept(const base::Sha256& hash) {
        return read<bool>([&](db::Session& db) { return blob::is_kept(db, hash); });
    }

    /// As the processing of a case leaves it.
    AssetRow given(const std::string& bytes) {
        const auto path = folder_ / "in/given";
        std::ofstream{path, std::ios::binary} << bytes;
        AssetRow asset;
        const auto kept = keep_media(shop_, crew_, {path, folder_ / "out/shown"}, asset);
        const auto file = blob::put_file(*blobs_, path);
        const auto thumbnail = blob::put_text(*blobs_, kept.thumbnail_png);
        asset.thumbnail = thumbnail.hash;
        asset.bytes += file.bytes;
        act([&](work::Unit& unit) {
            asset.id = unit.new_id<AssetId>();
            CaseRow row;
            row.id = asset.case_id = unit.new_id<CaseId>();
            row.campaign_id = unit.new_id<base::CampaignId>();
            store::insert(unit.db(), row);
            store::insert(unit.db(), asset,
                          {{asset.id, 0, file.hash, kept.media.media_type, file.bytes, 0, {}}});
            const auto owner = "asset:" + asset.id.text();
            unit.keep_blob(file.hash, owner, file.bytes);
            unit.keep_blob(thumbnail.hash, owner, thumbnail.bytes);
            for (const auto& other : kept.others) unit.keep_blob(other.hash, owner, other.bytes);
        });
        return asset;
    }

    AssetAtWork at_work(const AssetRow& asset) {
        auto one = read<AssetAtWork>(
            [&](db::Session& session) { return load_asset_at_work(session, asset, folder_.path()); });
        for (const auto& file : one.files) copy_blob(*blobs_, file.stored.blob, file.in);
        return one;
    }

    void paint(FileAtWork& file) {
        imaging::redact::Region box;
        box.x = box.y = 10;
        box.width = box.height = 20;
        const auto result = crew_.redact({file.in.string(), file.out.string(), {box}, {}, false});
        store_output(*blobs_, file, result.media_type);
    }

    imaging::picture::Raster picture(const base::Sha256& hash) {
        std::string bytes;
        blobs_->read(hash, [&](std::span<const std::byte> piece) {
            bytes.append(reinterpret_cast<const char*>(piece.data()), piece.size());
        });
        return imaging::picture::load_raster(
            {reinterpret_cast<const std::byte*>(bytes.data()), bytes.size()});
    }

    testing::TemporaryFolder folder_;
    std::unique_ptr<db::Database> database_ = db::Database::open({});
    std::unique_ptr<blob::Store> blobs_ = blob::open_local_store(folder_ / "blobs");
    base::ManualClock clock_{{1'000'000'000}};
    base::SeededRandom random_{5};
    work::Workshop shop_{*database_, *blobs_, clock_, random_, {}, [] {}};
    imaging::worker::Crew crew_{{.readable = {made("in")}, .writable = {made("out")}, .workers = 1}};
};

TEST_F(StoredFiles, every_copy_of_a_painted_picture_is_made_anew_and_every_old_one_let_go) {
    const auto before = given(tiff(kSide));
    const auto file_before =
        read<std::vector<FrameRow>>([&](db::Session& db) { return store::frames_of(db, before.id); })[0];
    ASSERT_TRUE(before.layout.rendition);
    EXPECT_GT(*picture(before.layout.rendition->blob).pixel(15, 15), 0);
    auto one = at_work(before);
    paint(one.files[0]);
    put_in_place(shop_, crew_, one);
    act([&](work::Unit& unit) { keep_in_place(unit, one); });
    const auto after = read<AssetRow>([&](db::Session& db) { return store::load_asset(db, before.id); });
    const auto frame =
        read<std::vector<FrameRow>>([&](db::Session& db) { return store::frames_of(db, before.id); })[0];
    ASSERT_TRUE(after.layout.rendition);
    for (const auto& hash : {before.layout.rendition->blob, before.thumbnail, file_before.blob}) {
        EXPECT_FALSE(is_kept(hash));
    }
    for (const auto& hash : {after.layout.rendition->blob, after.thumbnail, frame.blob}) {
        EXPECT_TRUE(is_kept(hash));
        EXPECT_EQ(*picture(hash).pixel(15, 15), 0) << "a copy shows what was under the box";
    }
    EXPECT_EQ(frame.media_type, "image/tiff");
    EXPECT_EQ(std::tie(after.row_count, after.column_count, after.frames),
              std::tie(before.row_count, before.column_count, before.frames));
    EXPECT_NE(after.sha256, before.sha256);
    EXPECT_FALSE(fs::exists(folder_ / "out/.shown"));
}

TEST_F(StoredFiles, a_file_of_another_size_does_not_take_the_place) {
    const auto before = given(tiff(kSide));
    auto one = at_work(before);
    std::ofstream{one.files[0].out, std::ios::binary} << tiff(kSide / 2);
    store_output(*blobs_, one.files[0], "image/tiff");
    try {
        put_in_place(shop_, crew_, one);
        ADD_FAILURE() << "it took the place";
    } catch (const base::Error& error) {
        EXPECT_EQ(error.code(), "redaction.shape");
    }
}

TEST_F(StoredFiles, one_file_is_all_frames_of_a_film_and_of_a_volume) {
    auto asset = given(tiff(kSide));
    asset.frames = 60;
    for (const auto kind : {AssetKind::video, AssetKind::nifti_volume}) {
        asset.kind = kind;
        EXPECT_EQ(at_work(asset).files[0].stored.frames, 60);
    }
    asset.kind = AssetKind::raster;
    EXPECT_EQ(at_work(asset).files[0].stored.frames, 1);
}

}  // namespace
}  // namespace medal::contribution
