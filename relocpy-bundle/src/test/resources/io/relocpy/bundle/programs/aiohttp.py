import asyncio

import aiohttp
import tls


async def get(url):
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status


print(asyncio.run(get(tls.serve('/tmp'))), "from the bundle's authority")
